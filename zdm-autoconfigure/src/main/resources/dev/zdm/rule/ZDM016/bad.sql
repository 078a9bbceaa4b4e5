refresh materialized view totals;
refresh materialized view counts;
