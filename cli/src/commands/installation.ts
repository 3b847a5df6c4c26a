import { type Config, createLog, type OpenOctavo, openOctavo, readConfig } from '@octavo/server'
import type { CommandEnvironment } from '../environment.ts'
import { Failure, toFailure } from '../failure.ts'

/** The configuration of the installation of this machine. Throws ConfigError with every problem. */
export function configOf(
  { variables, dataDirectory }: CommandEnvironment,
  defaults: Record<string, string> = {},
): Config {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')
  return { ...readConfig({ ...defaults, ...Object.fromEntries(given) }), dataDirectory }
}

/** Opens the installation of this machine for an operator's command. Throws Failure while another process holds it. */
export function openInstallation(config: Config): Promise<OpenOctavo> {
  return alone(() => openOctavo(config, createLog(config.logLevel)))
}

/** Runs what needs the data directory for itself; when a server holds it, using that server instead is no way out. */
export async function alone<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (toFailure(error)?.code !== 'data_directory_busy') throw error
    const [what] = (error as Error).message.split('. ')
    throw new Failure(`${what}.`, 'Stop it first: this command needs the data directory for itself.', { cause: error })
  }
}
