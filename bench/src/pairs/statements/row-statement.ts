/** The table of 10,000 rows, and the SELECT of one of them as the API's own statement makes its JSON. */
export const rowsTable = 'bench_rows';
export const selectRow = `select row_to_json(r)::text as body from public.${rowsTable} r where r.id = $1::uuid`;
