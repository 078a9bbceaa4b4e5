cluster orders using orders_email;
