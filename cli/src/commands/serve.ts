import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandContext } from '../command.ts'
import { catchInterruption } from '../interruption.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Serves Octavo until somebody stops it. */
export async function serve(
  { environment, terminal }: CommandContext,
  { port, worker }: { port?: number; worker: boolean },
): Promise<void> {
  const { configOf } = await import('./installation.ts')
  const { openOctavo, startServer } = await import('@octavo/server')
  // A line for each request is for those who collect logs; at a terminal it would bury the sign-in link.
  const config = configOf(environment, { OCTAVO_LOG_LEVEL: process.stderr.isTTY ? 'warn' : 'info' })
  const octavo = await openOctavo(port === undefined ? config : { ...config, port })
  try {
    const interruption = catchInterruption()
    const server = await startServer(octavo, { worker, studio: await builtStudio() })
    const { url, signInLink } = server
    const dataDirectory = octavo.database.kind === 'embedded' ? environment.dataDirectory : undefined
    terminal.emit('serving', { url, signInLink, dataDirectory, worker })
    terminal.say(`Octavo is running at ${terminal.style('bold', url)}`)
    terminal.say()
    if (signInLink) terminal.say(`  Sign in  ${signInLink}  (works once, for an hour)`)
    terminal.say(`  API      ${url}/docs`)
    terminal.say(`  Data     ${dataDirectory ?? 'the PostgreSQL server of DATABASE_URL'}`)
    if (!worker) terminal.say('  Jobs     wait for a worker: octavo worker')
    terminal.say()
    terminal.say('Ctrl-C stops it.')
    await untilStopped(terminal, interruption, () => server.close())
  } finally {
    await octavo.close()
  }
}

/** The folder of the built studio, or undefined where nobody has built it (`npm run build`). */
async function builtStudio(): Promise<string | undefined> {
  const folder = join(import.meta.dirname, '../../../studio/dist')
  return access(join(folder, 'index.html')).then(
    () => folder,
    () => undefined,
  )
}

/** Works on queued jobs until somebody stops it. */
export async function work({ environment, terminal }: CommandContext): Promise<void> {
  const { configOf, openInstallation } = await import('./installation.ts')
  const octavo = await openInstallation(configOf(environment))
  try {
    const interruption = catchInterruption()
    const { startWorker } = await import('@octavo/server/worker')
    const worker = await startWorker(octavo)
    terminal.emit('working', { worker: worker.id })
    terminal.say(
      `A worker is running on ${octavo.database.kind === 'embedded' ? environment.dataDirectory : 'the PostgreSQL server of DATABASE_URL'}.`,
    )
    terminal.say('Ctrl-C stops it; jobs under way go on when a worker starts again.')
    await untilStopped(terminal, interruption, () => worker.close())
  } finally {
    await octavo.close()
  }
}

async function untilStopped(
  terminal: Terminal,
  { signal, dispose }: ReturnType<typeof catchInterruption>,
  close: () => Promise<void>,
): Promise<void> {
  // Somebody may have asked while it was still starting.
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  terminal.say('Stopping …')
  await close()
  dispose()
}
