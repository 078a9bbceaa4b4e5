drop trigger totals_stay on orders;
drop policy everybody on orders;
