create view order_mails as select * from order_emails;
alter type status add value 'new';
select count(*) = 100 from order_mails;
