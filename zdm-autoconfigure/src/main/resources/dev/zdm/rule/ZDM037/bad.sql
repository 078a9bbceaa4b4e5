alter table orders alter constraint orders_customer enforced;
