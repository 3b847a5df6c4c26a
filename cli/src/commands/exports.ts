import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Client } from '@octavo/server/client'
import { type Answer, askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { followEvents } from '../api/job-events.ts'
import { writeAnswer } from '../book/write-answer.ts'
import { type CommandContext, type ExitWith, withConnection, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { catchInterruption, interruptionOf } from '../interruption.ts'
import { ago, bytes } from '../terminal/figures.ts'
import { LiveRegion } from '../terminal/live-region.ts'
import { printTable } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

type ExportsRoute = Client['v1']['books'][':id']['exports']
type Export = Answer<Awaited<ReturnType<ExportsRoute['$get']>>>['items'][number]
type Request = Parameters<ExportsRoute['$post']>[0]['json']

export interface MakeOptions {
  format: Request['format'][]
  out: string
  trim?: Export['options']['trim']
  theme?: Export['options']['theme']
  variant?: Export['options']['variant']
}

/** Makes a book in other forms, one after the other, and downloads each into a folder. Ctrl-C cancels what is being made. */
export async function makeExports(
  context: CommandContext,
  exitWith: ExitWith,
  name: string,
  { format, out, trim, theme, variant }: MakeOptions,
): Promise<void> {
  const options = { ...(trim && { trim }), ...(theme && { theme }), ...(variant && { variant }) }
  const interruption = catchInterruption()
  try {
    await withWorker(context, async connection => {
      const book = await findBook(connection.api, name)
      await mkdir(out, { recursive: true })
      for (const one of new Set(format)) {
        const stopped = interruptionOf(interruption.signal)
        if (stopped) return exitWith(stopped.exitCode)
        await makeOne(context.terminal, connection, book.id, { format: one, options }, out, interruption.signal)
      }
      const stopped = interruptionOf(interruption.signal)
      if (stopped) exitWith(stopped.exitCode)
    })
  } finally {
    interruption.dispose()
  }
}

async function makeOne(
  terminal: Terminal,
  connection: Connection,
  bookId: string,
  json: Request,
  out: string,
  stop: AbortSignal,
): Promise<void> {
  const { api } = connection
  const begun = await ask(api.v1.books[':id'].exports.$post({ param: { id: bookId }, json }))
  await connection.startWorker()
  const cancel = () => {
    // One that ended meanwhile is not to be canceled, and the events tell how it ended.
    void ask(api.v1.exports[':id'].cancel.$post({ param: { id: begun.id } })).catch(() => {})
  }
  stop.addEventListener('abort', cancel, { once: true })
  try {
    await follow(terminal, api, begun)
  } finally {
    stop.removeEventListener('abort', cancel)
  }
  const made = await ask(api.v1.exports[':id'].$get({ param: { id: begun.id } }))
  terminal.emit('export', made)
  if (made.state === 'canceled') return terminal.say(`${made.format}: canceled`)
  if (!made.file) throw new Failure(made.error?.message ?? `The ${made.format} is ${made.state}.`, undefined, {})
  const path = join(out, basename(made.file.name))
  await writeAnswer(path, api.v1.exports[':id'].content.$get({ param: { id: made.id } }))
  terminal.emit('written', { export: made.id, path })
  const notes = made.log.slice(1, -1)
  for (const { text } of notes) terminal.say(`  ${text}`)
  terminal.say(`${made.format}: ${bytes(made.bytes ?? 0)} in ${path}`)
}

/** Shows how far an export is until it comes to rest. */
async function follow(terminal: Terminal, api: Client, { jobId, format }: Export): Promise<void> {
  if (!jobId) return
  const region = terminal.live ? new LiveRegion(terminal) : undefined
  try {
    for await (const { kind, data } of followEvents(api, jobId)) {
      if (kind !== 'progress') continue
      terminal.emit('progress', { format, ...data })
      region?.draw([`${format}: ${data.stage} ${data.done} of ${data.total}`])
    }
  } finally {
    region?.end([])
  }
}

/** Lists what was made of a book, newest first. */
export async function listExports(context: CommandContext, name: string): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const { id } = await findBook(api, name)
    const all = await askAll(cursor =>
      ask(api.v1.books[':id'].exports.$get({ param: { id }, query: { limit: '200', ...(cursor && { cursor }) } })),
    )
    if (all.length === 0) return terminal.say('Nothing was made of it yet. "octavo export BOOK --format pdf" does.')
    printTable(
      terminal,
      'export',
      [
        { title: 'EXPORT', value: made => made.id.slice(0, 8) },
        { title: 'FORMAT', value: made => made.format },
        { title: 'STATE', value: stateOf },
        { title: 'SIZE', value: made => (made.bytes === null ? '' : bytes(made.bytes)), align: 'right' },
        { title: 'MADE', value: made => ago(made.createdAt) },
        { title: 'NOTE', value: made => made.error?.message ?? '', gives: true },
      ],
      all,
    )
  })
}

function stateOf({ state, file, done, total }: Export): string {
  if (state === 'processing' && total > 0) return `${done} of ${total}`
  return state === 'completed' && !file ? 'expired' : state
}
