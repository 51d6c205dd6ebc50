-- The columns of a table for showing. Of a table whose columns take more than 64 KiB to describe, long defaults are cut: one default
-- of megabytes would make every list of tables too large.
create or replace function selfdb.show_columns(relid regclass) returns json language plpgsql stable as $$
declare
  described json := selfdb.describe_columns(relid);
begin
  if octet_length(described::text) <= 64 * 1024 then return described; end if;
  return (
    select json_agg(case when length(col ->> 'default') > 500
      then jsonb_set(col::jsonb, '{default}', to_jsonb(left(col ->> 'default', 500) || '…'))::json else col end)
    from json_array_elements(described) col);
end
$$;

-- What the history keeps of a run is bounded; see `sql/history/repository.ts`.
update selfdb.sql_history set query = left(query, 8192) || '…' where length(query) > 8193;
update selfdb.sql_history set error = left(error, 1024) || '…' where length(error) > 1025;
