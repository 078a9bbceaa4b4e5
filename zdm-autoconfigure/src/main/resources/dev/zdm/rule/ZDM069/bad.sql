drop view order_emails;
drop function one();
drop sequence numbers;
