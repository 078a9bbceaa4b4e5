-- Code that does not use them has been deployed.
drop view order_emails;
drop function one();
drop sequence numbers;
select to_regclass('order_emails') is null and to_regclass('numbers') is null;
