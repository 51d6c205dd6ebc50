import type { Completion } from '@codemirror/autocomplete';
import { PostgreSQL } from '@codemirror/lang-sql';

const FUNCTIONS =
  'abs age array_agg array_append array_length array_position array_to_string avg bool_and bool_or ceil char_length coalesce concat concat_ws count cume_dist current_database current_setting date_bin date_part date_trunc dense_rank encode exp extract first_value floor format gen_random_uuid generate_series greatest initcap json_agg json_array_length json_build_array json_build_object json_object_agg jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_object_agg jsonb_object_keys jsonb_path_query jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof lag last_value lead least left length ln lower lpad ltrim make_date make_interval max md5 min mod mode now nth_value ntile nullif octet_length percent_rank percentile_cont percentile_disc pg_column_size pg_database_size pg_relation_size pg_size_pretty pg_total_relation_size pg_typeof position power random rank regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right round row_number row_to_json rpad rtrim setseed sign split_part sqrt stddev string_agg string_to_array strpos substring sum to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector translate trim trunc unnest upper uuidv7 variance version websearch_to_tsquery width_bucket';

const toFunction = (name: string): Completion => ({
  label: name,
  type: 'function',
  detail: 'function',
  apply: `${name}(`,
});
const functionNames = FUNCTIONS.split(' ');
const keywords = new Set(`${PostgreSQL.spec.keywords} ${PostgreSQL.spec.types}`.split(' '));
/** The language offers those itself that are keywords too. */
export const otherFunctions = functionNames.filter((name) => !keywords.has(name)).map(toFunction);

/** How a keyword of the language is offered. */
export function completeKeyword(label: string, type: string): Completion {
  return functionNames.includes(label) ? toFunction(label) : { label, type, boost: -1 };
}
