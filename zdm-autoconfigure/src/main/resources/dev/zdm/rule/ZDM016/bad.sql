refresh materialized view totals;
