vacuum full orders;
vacuum (full, analyze) orders;
