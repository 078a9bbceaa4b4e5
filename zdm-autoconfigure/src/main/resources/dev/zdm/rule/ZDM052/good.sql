set session_replication_role = replica;
update orders set total = 0 where id = 1;
reset session_replication_role;
select total = 0 from orders where id = 1;
