reindex table orders;
reindex index orders_email;
