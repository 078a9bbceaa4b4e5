-- The list of orders must not add up the items each time. Filled by the backfill "order-totals".
alter table orders add column total_cents bigint;

-- Marketing wants to know where orders come from. Up to now there was nothing but the web shop.
alter table orders add column channel varchar(20) not null default 'web';

-- People log in with any spelling of their address. Filled by the backfill "customer-email-lower".
alter table customers add column email_lower varchar(200);
