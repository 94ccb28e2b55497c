/**
 * Relations and what hangs on them, as rows (key, description). `$own` stands for "not system, not ours, not of an extension", see
 * own-objects.ts. Owners and grants are left out: roles differ from environment to environment.
 */
export const relationQueries = {
  schema: `
    select 'schema ' || n.nspname as key, '' as description
    from pg_namespace n where $own(n.oid, n.oid, 'pg_namespace') and n.nspname <> 'public'`,
  table: `
    select case c.relkind when 'f' then 'foreign table ' else 'table ' end || n.nspname || '.' || c.relname as key,
      json_build_object('partitioned', pg_get_partkeydef(c.oid), 'bound', pg_get_expr(c.relpartbound, c.oid),
        'inherits', (select json_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid),
        'unlogged', c.relpersistence = 'u', 'options', c.reloptions, 'replica', c.relreplident,
        'security', c.relrowsecurity, 'forced', c.relforcerowsecurity)::text as description
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  column: `
    select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname as key,
      json_build_object('type', format_type(a.atttypid, a.atttypmod), 'null', not a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, 'generated', a.attgenerated,
        'collation', case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end)::text as description
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
      and $own(c.relnamespace, c.oid, 'pg_class')`,
  constraint: `
    select 'constraint ' || n.nspname || '.' || c.relname || '.' || k.conname as key, pg_get_constraintdef(k.oid) as description
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype in ('c', 'f', 'p', 'u', 'x') and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  index: `
    select 'index ' || n.nspname || '.' || i.relname as key,
      pg_get_indexdef(x.indexrelid) || case when x.indisvalid and x.indisready then '' else ' INVALID' end as description
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
      join pg_namespace n on n.oid = i.relnamespace
    where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  view: `
    select case c.relkind when 'm' then 'materialized view ' else 'view ' end || n.nspname || '.' || c.relname as key,
      (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
      || coalesce(' with ' || c.reloptions::text, '') || E' as\\n' || pg_get_viewdef(c.oid) as description
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  sequence: `
    select 'sequence ' || n.nspname || '.' || c.relname as key,
      json_build_object('type', format_type(s.seqtypid, null), 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin,
        'max', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle, 'owner', (select d.refobjid::regclass::text || '.' || a.attname
          from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
            and d.deptype in ('a', 'i')))::text as description
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  trigger: `
    select 'trigger ' || n.nspname || '.' || c.relname || '.' || g.tgname as key,
      pg_get_triggerdef(g.oid) || ' ENABLED ' || g.tgenabled::text as description
    from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not g.tgisinternal and c.relpersistence <> 't' and $own(c.relnamespace, c.oid, 'pg_class')`,
  rule: `
    select 'rule ' || n.nspname || '.' || c.relname || '.' || r.rulename as key,
      pg_get_ruledef(r.oid) || ' ENABLED ' || r.ev_enabled::text as description
    from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where r.rulename <> '_RETURN' and $own(c.relnamespace, c.oid, 'pg_class')`,
  policy: `
    select 'policy ' || n.nspname || '.' || c.relname || '.' || p.polname as key,
      json_build_object('command', p.polcmd, 'permissive', p.polpermissive, 'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid), 'roles',
        (select json_agg(case role when 0 then 'public' else pg_get_userbyid(role) end order by role) from unnest(p.polroles) role)
      )::text as description
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where $own(c.relnamespace, c.oid, 'pg_class')`,
  statistics: `
    select 'statistics ' || n.nspname || '.' || s.stxname as key, pg_get_statisticsobjdef(s.oid) as description
    from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where $own(s.stxnamespace, s.oid, 'pg_statistic_ext')`,
} satisfies Record<string, string>
