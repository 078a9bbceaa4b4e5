begin;
drop trigger "zz_zdm_1_order-mail" on orders;
alter table orders /* zdm:allow ZDM050 reason="swapped" */ rename column email to email_old;
alter table orders /* zdm:allow ZDM050 reason="swapped" */ rename column mail to email;
commit;
insert into orders (id, email) values (101, 'e101');
select count(*) = 101 from orders;
