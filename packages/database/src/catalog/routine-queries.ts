/** Routines, types and extensions as rows (key, description); `$own` as in relation-queries.ts. */
export const routineQueries = {
  routine: `
    select 'routine ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as key,
      pg_get_functiondef(p.oid) as description
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prokind <> 'a' and $own(p.pronamespace, p.oid, 'pg_proc')
      and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`,
  aggregate: `
    select 'aggregate ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as key,
      json_build_object('kind', a.aggkind, 'step', a.aggtransfn::regprocedure::text, 'final', a.aggfinalfn::regproc::text,
        'combine', a.aggcombinefn::regproc::text, 'state', format_type(a.aggtranstype, null), 'initial', a.agginitval)::text as description
    from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid join pg_namespace n on n.oid = p.pronamespace
    where $own(p.pronamespace, p.oid, 'pg_proc')`,
  enumeration: `
    select 'type ' || n.nspname || '.' || t.typname as key,
      'enum ' || coalesce((select json_agg(e.enumlabel order by e.enumsortorder)::text from pg_enum e where e.enumtypid = t.oid), '')
        as description
    from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and $own(t.typnamespace, t.oid, 'pg_type')`,
  composite: `
    select 'type ' || n.nspname || '.' || t.typname as key,
      'composite ' || coalesce((select json_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum)::text
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '') as description
    from pg_type t join pg_class c on c.oid = t.typrelid join pg_namespace n on n.oid = t.typnamespace
    where c.relkind = 'c' and $own(t.typnamespace, t.oid, 'pg_type')`,
  range: `
    select 'type ' || n.nspname || '.' || t.typname as key,
      'range ' || format_type(r.rngsubtype, null) || ' ' || r.rngsubdiff::text as description
    from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
    where $own(t.typnamespace, t.oid, 'pg_type')`,
  domain: `
    select 'domain ' || n.nspname || '.' || t.typname as key,
      json_build_object('type', format_type(t.typbasetype, t.typtypmod), 'null', not t.typnotnull, 'default', t.typdefault,
        'checks', (select json_agg(k.conname || ' ' || pg_get_constraintdef(k.oid) order by k.conname)
          from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))::text as description
    from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'd' and $own(t.typnamespace, t.oid, 'pg_type')`,
  extension: `select 'extension ' || e.extname as key, '' as description from pg_extension e where e.extname <> 'plpgsql'`,
} satisfies Record<string, string>
