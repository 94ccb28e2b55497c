import { ownObjects } from '../catalog/own-objects.ts'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/** What a migration that went wrong leaves behind and nobody notices: IF NOT EXISTS takes an invalid index for a good one. */
const LEFTOVERS = `
  select case when i.relname ~ '_cc(new|old)[0-9]*$'
      then 'Index ' || n.nspname || '.' || i.relname || ' on ' || c.relname || ' is left over from REINDEX CONCURRENTLY: drop it.'
      else 'Index ' || n.nspname || '.' || i.relname || ' on ' || c.relname || ' is invalid: it costs writes and serves no reads. Drop it and build it again.'
    end as sentence
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = i.relnamespace
  where (not x.indisvalid or not x.indisready) and i.relkind = 'i' and $own(c.relnamespace, c.oid, 'pg_class')
  union all
  select 'Constraint ' || k.conname || ' on ' || n.nspname || '.' || c.relname || ' is not validated: older rows may break it.'
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where not k.convalidated and k.contype in ('c', 'f') and $own(c.relnamespace, c.oid, 'pg_class')
  order by 1`

/** One sentence for each. */
export async function readLeftovers(session: Session): Promise<string[]> {
  const own = await ownObjects(session)
  return (await session.query(own(LEFTOVERS))).map((row) => text(row, 'sentence'))
}
