import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, createClient } from '@octavo/server/client'
import { type CommandEnvironment, compileQuickly } from '../environment.ts'
import { Failure } from '../failure.ts'

/** The API of one installation, wherever it runs. */
export interface Connection {
  readonly api: Client
  /** `in-process`: this command holds the data directory, and work goes on only as long as it runs. */
  readonly place: 'in-process' | 'server'
  /** Names the installation across runs: its data directory, or its address. */
  readonly installation: string
  /** Makes sure that queued jobs are worked on. A server has its own workers. */
  startWorker(): Promise<void>
  /** Throws Failure when work in this process cannot go on, since there is no room left for it. */
  checkDisk(): Promise<void>
  close(): Promise<void>
}

/**
 * Finds the installation to speak to: the server OCTAVO_URL names; else the server that holds the data directory; else
 * the data directory itself, opened in this process. Throws Failure when a process holds it that does not serve.
 */
export async function connect(environment: CommandEnvironment, { worksOnJobs = true } = {}): Promise<Connection> {
  if (environment.url) return overHttp(environment.url, environment.token, environment.url)
  if (environment.variables.DATABASE_URL) {
    throw new Failure(
      'DATABASE_URL is set: that installation belongs to several people, so this command must know who you are.',
      'Set OCTAVO_URL to its address and OCTAVO_TOKEN to a token of yours (POST /v1/me/tokens makes one).',
    )
  }
  const { readLock } = await import('@octavo/database/lock')
  const holder = await readLock(environment.dataDirectory)
  if (!holder) {
    const { openInProcess } = await import('./in-process.ts')
    if (!worksOnJobs) compileQuickly()
    return openInProcess(environment)
  }
  if (!holder.url) {
    throw new Failure(
      `The data directory ${environment.dataDirectory} is in use by Octavo process ${holder.pid}.`,
      'Wait until that command ends, or stop it. To run several at once, start "octavo serve": commands then use it.',
    )
  }
  const token = await readLocalToken(environment.dataDirectory)
  return overHttp(holder.url, token, `data ${await realpath(environment.dataDirectory)}`)
}

async function readLocalToken(dataDirectory: string): Promise<string> {
  const path = join(dataDirectory, 'local-token')
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (cause) {
    throw new Failure(
      `A server holds ${dataDirectory}, and ${path}, the token to speak to it, cannot be read.`,
      'Run this as the user that runs the server, or set OCTAVO_URL and OCTAVO_TOKEN.',
      { cause },
    )
  }
}

function overHttp(url: string, token: string | undefined, installation: string): Connection {
  const transport = async (request: Request): Promise<Response> => {
    if (token) request.headers.set('authorization', `Bearer ${token}`)
    try {
      return await fetch(request)
    } catch (cause) {
      if (request.signal.aborted) throw cause
      const reason = cause instanceof Error && cause.cause instanceof Error ? ` (${cause.cause.message})` : ''
      throw new Failure(
        `${url} does not answer${reason}.`,
        'Check that the server runs ("octavo serve" starts one), or unset OCTAVO_URL.',
        {
          code: 'unreachable',
          cause,
        },
      )
    }
  }
  return {
    api: createClient(url, transport),
    place: 'server',
    installation,
    startWorker: async () => {},
    checkDisk: async () => {},
    close: async () => {},
  }
}
