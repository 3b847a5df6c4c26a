import type pg from 'pg'

/** A column as the catalogue describes it; domains are resolved to the type beneath. */
export interface Column {
  name: string
  /** pg_type.typname of the column, or of its elements when `isArray`. */
  type: string
  isArray: boolean
  isNullable: boolean
  hasDefault: boolean
  /** Computed from other columns, or an identity that is always generated. */
  isGenerated: boolean
  /** The only values it can hold, from an enum or a `check (column in (…))`. */
  values: string[] | null
}

/** A table or view with its columns in order. */
export interface Table {
  schema: string
  name: string
  isView: boolean
  comment: string | null
  columns: Column[]
}

/** A condition on pg_namespace `n`: Octavo's own schemas. The workflow engine and the migration table have theirs. */
export const OWN_SCHEMAS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'dbos')`

/** Octavo's tables and views, by schema and name. Partitions count as part of their table. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Omit<Table, 'columns'> & { columns: (Column & { checks: string[] | null })[] }>(`
    with column_info as (
      select a.attrelid, a.attnum, a.attname, a.atthasdef, a.attnotnull, a.attgenerated, a.attidentity,
             coalesce(nullif(t.typbasetype, 0), t.oid) as type_id, t.typnotnull
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attnum > 0 and not a.attisdropped
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'v' as "isView", obj_description(c.oid, 'pg_class') as comment,
      json_agg(json_build_object(
        'name', i.attname,
        'type', coalesce(e.typname, t.typname),
        'isArray', e.oid is not null,
        'isNullable', not (i.attnotnull or i.typnotnull),
        'hasDefault', i.atthasdef and i.attgenerated = '' or i.attidentity <> '',
        'isGenerated', i.attgenerated <> '' or i.attidentity = 'a',
        'values', (select json_agg(l.enumlabel order by l.enumsortorder) from pg_enum l where l.enumtypid = coalesce(e.oid, t.oid)),
        'checks', (select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
                   where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[i.attnum])
      ) order by i.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join column_info i on i.attrelid = c.oid
    join pg_type t on t.oid = i.type_id
    left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
    where c.relkind in ('r', 'p', 'v') and not c.relispartition and ${OWN_SCHEMAS}
    group by n.nspname, c.oid
    order by n.nspname collate "C", c.relname collate "C"`)
  return rows.map(table => ({
    ...table,
    columns: table.columns.map(({ checks, ...column }) => ({
      ...column,
      values: column.values ?? listedValues(checks ?? []),
    })),
  }))
}

/** PostgreSQL prints `check (status in ('a', 'b'))` as CHECK ((status = ANY (ARRAY['a'::text, 'b'::text]))). */
function listedValues(checks: string[]): string[] | null {
  for (const check of checks) {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[('[^\]]*)\]\)\)\)$/.exec(check)?.[1]
    if (list) return [...list.matchAll(/'((?:[^']|'')*)'::/g)].map(([, value]) => value!.replaceAll("''", "'"))
  }
  return null
}
