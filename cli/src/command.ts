import type { Command } from 'commander'
import type { Connection } from './api/connect.ts'
import { type CommandEnvironment, readEnvironment } from './environment.ts'
import { openTerminal, type Terminal } from './terminal/terminal.ts'

/** What every command is given. */
export interface CommandContext {
  environment: CommandEnvironment
  terminal: Terminal
}

/** Ends a command with an exit code other than 0 without an error: it has said what it had to say. */
export type ExitWith = (code: number) => void

/** The surroundings of a command that is about to run; `--json` may stand before or after its name. */
export function contextOf(command: Command): CommandContext {
  const environment = readEnvironment()
  const { json = false } = command.optsWithGlobals<{ json?: boolean }>()
  return { environment, terminal: openTerminal({ json, unicode: environment.unicode }) }
}

/** Runs something with a connection to the installation, and closes it whatever happens. */
export async function withConnection<T>(
  { environment }: CommandContext,
  work: (connection: Connection) => Promise<T>,
  { worksOnJobs = false } = {},
): Promise<T> {
  const { connect } = await import('./api/connect.ts')
  const connection = await connect(environment, { worksOnJobs })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** As withConnection, for commands that start a worker. */
export const withWorker = <T>(context: CommandContext, work: (connection: Connection) => Promise<T>): Promise<T> =>
  withConnection(context, work, { worksOnJobs: true })
