import { openDatabase } from '@octavo/database'
import type { CommandContext } from '../command.ts'
import { Failure } from '../failure.ts'
import { counted } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import { alone, configOf } from './installation.ts'

export interface MigrateOptions {
  to?: number
  yes?: boolean
}

/** Shows which migrations the database has, brings it up to the newest, or takes some back. */
export async function migrate(
  context: CommandContext,
  action: 'up' | 'down' | 'status',
  { to, yes }: MigrateOptions,
): Promise<void> {
  const { environment, terminal } = context
  if (action === 'down' && !yes) {
    throw new Failure(
      'Taking a migration back deletes its tables with everything in them.',
      'Make a backup, then run it again with --yes.',
      { exitCode: 2 },
    )
  }
  const {
    database: { url, ownerUrl },
    dataDirectory,
  } = configOf(environment)
  const database = await alone(() =>
    openDatabase({ ...(url ? { url } : { dataDirectory }), ...(ownerUrl && { ownerUrl }) }),
  )
  try {
    if (action === 'status') {
      const { applied, pending } = await database.migrationStatus()
      printTable(
        terminal,
        'migration',
        [
          { title: 'MIGRATION', value: row => row.name },
          { title: 'APPLIED', value: row => row.at ?? 'no' },
        ],
        [
          ...applied.map(({ name, at }) => ({ name, at: at.toISOString() })),
          ...pending.map(name => ({ name, at: null })),
        ],
      )
      if (pending.length > 0) terminal.say(`\n${counted(pending.length, 'migration')} missing. Run: octavo migrate up`)
      return
    }
    const ran = await database.migrate(action, to === undefined ? {} : { to })
    for (const { name } of ran) {
      terminal.emit('migrated', { name, direction: action })
      terminal.say(`${action === 'up' ? 'Applied' : 'Took back'} ${name}`)
    }
    if (ran.length === 0)
      terminal.say(action === 'up' ? 'The database is up to date.' : 'There is nothing to take back.')
  } finally {
    await database.close()
  }
}
