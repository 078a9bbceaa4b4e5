alter type address add attribute zip_code text cascade;
-- In small batches, by a backfill; the application writes both.
update addresses set zip_code = zip where zip_code is null;
select bool_and(zip_code = zip::text) from addresses;
