alter view order_emails rename to order_mails;
alter view order_emails set schema sales;
alter type status rename value 'open' to 'new';
alter schema sales rename to selling;
