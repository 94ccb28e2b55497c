const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Types of pg_catalog that the grammar leaves unqualified, and the serial words. Others are objects of the product. */
export const BUILTIN_TYPES = words(`
  text uuid json jsonb jsonpath date bytea timestamptz timestamp timetz time int2 int4 int8 float4 float8 bool numeric varchar bpchar
  char name oid money inet cidr macaddr macaddr8 xml tsvector tsquery point line lseg box path polygon circle bit varbit interval regclass
  regproc regprocedure regtype int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange
  datemultirange tsmultirange tstzmultirange record trigger void anyelement anyarray anynonarray anyenum anyrange anycompatible
  event_trigger internal cstring unknown refcursor serial serial2 serial4 serial8 smallserial bigserial`)

/** Functions of pg_catalog without effect beyond their result and volatile at most in it; everything else may do anything. */
export const HARMLESS_FUNCTIONS = words(`
  abs ceil ceiling floor round trunc sign mod power sqrt exp ln log greatest least random md5 sha256 sha512 encode decode length char_length
  octet_length lower upper initcap trim btrim ltrim rtrim lpad rpad left right reverse repeat replace translate substring substr position
  strpos split_part concat concat_ws format chr ascii to_hex quote_ident quote_literal quote_nullable regexp_replace regexp_match
  regexp_matches regexp_split_to_array regexp_split_to_table overlay normalize starts_with string_to_array array_to_string
  array_length array_agg array_append array_cat array_position array_remove cardinality unnest generate_series generate_subscripts
  now clock_timestamp statement_timestamp transaction_timestamp timeofday date_trunc date_part extract age make_date make_interval
  make_timestamp make_timestamptz to_char to_date to_timestamp to_number timezone justify_days justify_hours isfinite
  count sum avg min max string_agg bool_and bool_or every jsonb_agg json_agg jsonb_object_agg json_object_agg stddev variance
  percentile_cont percentile_disc mode row_number rank dense_rank ntile lag lead first_value last_value nth_value
  jsonb_build_object json_build_object jsonb_build_array json_build_array jsonb_set jsonb_insert jsonb_strip_nulls to_json to_jsonb
  jsonb_array_elements jsonb_array_elements_text json_array_elements jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof
  jsonb_array_length jsonb_extract_path jsonb_extract_path_text row_to_json jsonb_to_recordset hashtext gen_random_uuid uuidv7 nextval
  currval lastval to_tsvector to_tsquery plainto_tsquery websearch_to_tsquery setweight ts_rank num_nulls num_nonnulls int4range
  int8range daterange tstzrange tsrange numrange lower_inc upper_inc isempty current_setting version pg_typeof`)

/** The ones whose value does not change within a statement, so a column default made of them rewrites nothing (provolatile i or s). */
export const STABLE_FUNCTIONS = words(
  'now transaction_timestamp statement_timestamp current_setting lower upper md5 round abs to_char date_trunc timezone',
)

/** The ones that neither fail on odd values nor depend on settings: safe in an index that the release before must go on writing to. */
export const INDEXABLE_FUNCTIONS = words(
  'lower upper btrim trim ltrim rtrim md5 length char_length left right to_tsvector abs date_trunc replace',
)
