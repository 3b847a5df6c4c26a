import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { followEvents } from '../api/job-events.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { packFolder } from '../imports/pack-folder.ts'
import { printStructure } from '../imports/print-structure.ts'
import type { Structure } from '../imports/structure.ts'
import { tellImported } from '../imports/tell-imported.ts'
import { catchInterruption, interruptionOf } from '../interruption.ts'
import { askDecision } from '../outline/confirm-outline.ts'
import { LiveRegion } from '../terminal/live-region.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

export interface ImportOptions {
  book?: string
  yes?: boolean
  replace?: boolean
}

/**
 * Imports a file, a folder or what is at an address: shows the chapters it is to become, asks, and makes them. Without
 * somebody to ask and without `yes` the proposal is left to be confirmed. Ctrl-C cancels the reading.
 */
export async function importManuscript(
  context: CommandContext,
  exitWith: ExitWith,
  what: string,
  { book, yes = false, replace = false }: ImportOptions,
): Promise<void> {
  const { terminal, environment } = context
  const interruption = catchInterruption()
  try {
    await withWorker(context, async ({ api, startWorker }) => {
      const bookId = book === undefined ? undefined : (await findBook(api, book)).id
      const begun = await send(api, what, bookId)
      await startWorker()
      const structure = await untilRead(terminal, api, begun, interruption.signal)
      const stopped = interruptionOf(interruption.signal)
      if (stopped) return exitWith(stopped.exitCode)
      terminal.emit('structure', structure)
      if (structure.state !== 'proposed') {
        throw new Failure(structure.error?.message ?? `${what} is not read: its import is ${structure.state}.`)
      }
      printStructure(terminal, structure)
      terminal.say()
      const agreed =
        yes ||
        (terminal.interactive && (await askDecision(false, interruption.signal, 'Make these chapters?')) === 'write')
      if (!agreed) {
        terminal.say('No chapter is made yet.')
        terminal.say(`Correct it with: ${environment.command} structure edit ${structure.id} --help`)
        terminal.say(`Make the chapters with: ${environment.command} structure confirm ${structure.id}`)
        return
      }
      tellImported(terminal, await confirm(api, structure, replace))
    })
  } finally {
    interruption.dispose()
  }
}

/** Makes chapters of a structure as it was shown. */
export async function confirm(api: Client, { id, version }: Structure, replace: boolean) {
  const json = { conflicts: replace ? ('replace' as const) : ('keep' as const) }
  const headers = { 'if-match': `"v${version}"` }
  return ask(api.v1.structures[':id'].confirm.$post({ param: { id }, json }, { headers }))
}

async function send(api: Client, what: string, bookId: string | undefined): Promise<Structure> {
  const of = { id: bookId ?? '' }
  if (/^https?:\/\//i.test(what)) {
    const json = { url: what }
    return bookId
      ? ask(api.v1.books[':id'].imports.address.$post({ param: of, json }))
      : ask(api.v1.imports.address.$post({ json }))
  }
  const isFolder = (await stat(what)).isDirectory()
  const name = basename(resolve(what))
  const query = { name: isFolder ? `${name}.zip` : name }
  // A file is sent from the disk in pieces: it need not fit into memory.
  const body = isFolder ? await packFolder(what) : await openAsBlob(what)
  const init = { init: { body, headers: { 'content-type': 'application/octet-stream' } } }
  return bookId
    ? ask(api.v1.books[':id'].imports.$post({ param: of, query }, init))
    : ask(api.v1.imports.$post({ query }, init))
}

/** Shows how far the reading is until it comes to rest. When `stop` aborts it is canceled. */
async function untilRead(terminal: Terminal, api: Client, { id, jobId, name }: Structure, stop: AbortSignal) {
  const region = terminal.live ? new LiveRegion(terminal) : undefined
  const cancel = () => {
    // One that ended meanwhile is not to be canceled, and the events tell how it ended.
    if (jobId) void ask(api.v1.jobs[':jobId'].cancel.$post({ param: { jobId } })).catch(() => {})
  }
  stop.addEventListener('abort', cancel, { once: true })
  try {
    for await (const { kind, data } of jobId ? followEvents(api, jobId) : []) {
      if (kind !== 'progress') continue
      terminal.emit('progress', data)
      region?.draw([`Reading ${name}: ${data.progress} %`])
    }
  } finally {
    stop.removeEventListener('abort', cancel)
    region?.end([])
  }
  return ask(api.v1.structures[':id'].$get({ param: { id } }))
}
