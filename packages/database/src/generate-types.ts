import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Column, readTables, type Table } from './catalogue.ts'
import { openDatabase } from './database.ts'
import { IN_MEMORY } from './embedded.ts'

/** What a column type is in TypeScript; `column-values.ts` parses values to match. */
const TYPES: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  interval: 'string',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'number',
  text: 'string',
  timestamptz: 'Timestamp',
  tsvector: 'string',
  uuid: 'string',
  varchar: 'string',
  vector: 'string',
}

const HEADER = `// Made by \`npm run types:database\` from the catalogue of a freshly migrated database. Do not edit.
import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Optional on insert: the database has a default. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Never written: the database computes it, or it belongs to a view. */
type ReadOnly<T> = T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>
/** Written as text from JSON.stringify, because the driver would turn an array into a PostgreSQL array. */
type Json = ColumnType<JsonValue, string, string>
type Timestamp = ColumnType<Date, Date | string, Date | string>
`

/** The Kysely schema of the given tables as TypeScript source. Throws on a column type without a mapping. */
export function schemaSource(tables: Table[]): string {
  const map = tables.map(table => `  '${table.schema}.${table.name}': ${typeName(table)}`)
  return [HEADER, ...tables.map(tableSource), `export interface Schema {\n${map.join('\n')}\n}\n`].join('\n')
}

function tableSource(table: Table): string {
  const comment = table.comment ? `/** ${table.comment.replaceAll('*/', '*\\/')} */\n` : ''
  const columns = table.columns.map(column => `  ${column.name}: ${columnType(table, column)}`)
  return `${comment}export interface ${typeName(table)} {\n${columns.join('\n')}\n}\n`
}

function columnType(table: Table, column: Column): string {
  const base = column.values
    ? column.values.map(value => `'${value.replaceAll("'", "\\'")}'`).join(' | ')
    : TYPES[column.type]
  if (!base) throw new Error(`${table.schema}.${table.name}.${column.name}: add the type "${column.type}" to TYPES`)
  const value = column.isArray ? `(${base})[]`.replace(/^\((\w+)\)/, '$1') : base
  const nullable = column.isNullable ? `${value} | null` : value
  if (table.isView || column.isGenerated) return `ReadOnly<${nullable}>`
  return column.hasDefault ? `Generated<${nullable}>` : nullable
}

/** library.toc_items → LibraryTocItems */
function typeName({ schema, name }: Table): string {
  return `${schema}_${name}`.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

if (import.meta.main) {
  const database = await openDatabase({ dataDirectory: IN_MEMORY })
  try {
    await database.migrate('up')
    const source = schemaSource(await database.withOwner('generate types', readTables))
    await writeFile(fileURLToPath(new URL('generated/schema.ts', import.meta.url)), source)
  } finally {
    await database.close()
  }
}
