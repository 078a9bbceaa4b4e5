-- zdm:allow ZDM050 reason="nobody uses it yet"
alter table orders rename column total to amount;
