-- From Postgres 18 on, not-null constraints have names, and this one is still called after the column's earlier name.
do $$
begin
  if exists (
    select from pg_constraint where conrelid = 'selfdb.tables'::regclass and conname = 'tables_public_not_null')
  then
    alter table selfdb.tables rename constraint tables_public_not_null to tables_access_not_null;
  end if;
end
$$;
