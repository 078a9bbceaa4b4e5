create or replace view order_emails as select email from orders;
