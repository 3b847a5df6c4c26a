import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { slugify } from '@octavo/manuscript/pages'
import {
  type BookProblem,
  Press,
  type PressBook,
  type PrintFormat,
  type PrintOptions,
  printFormats,
} from '@octavo/press'
import { FetchedPictures } from '../build/fetched-pictures.ts'
import { passedOver, readFolder } from '../build/read-folder.ts'
import { writePrint } from '../build/write-print.ts'
import type { CommandContext, ExitWith } from '../command.ts'
import { Failure } from '../failure.ts'
import { counted, bytes as inBytes } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface BuildOptions extends PrintOptions {
  format: string[]
  out?: string
  watch?: boolean
  strict?: boolean
  offline?: boolean
}

/** Problems that are shown; the rest is counted. */
const mostShown = 20

/** Prints a folder of MyST or Markdown, again whenever it changes if that is asked for. */
export async function buildFolder(
  { terminal }: CommandContext,
  exitWith: ExitWith,
  folder: string,
  { format, out, watch = false, strict = false, offline, ...options }: BuildOptions,
): Promise<void> {
  const formats = chosen(format)
  if (!(await isFolder(folder)))
    throw new Failure(
      `There is no folder ${folder}.`,
      'Name the folder of a book, or a book: octavo books lists them.',
      { exitCode: 2 },
    )
  const into = resolve(out ?? join(folder, '_build', 'octavo'))
  const press = new Press()
  const order: Order = { folder, fetched: new FetchedPictures(folder, { offline }), out: into, formats, options }
  try {
    const problems = await build(terminal, press, order)
    if (watch) await buildAgain(terminal, press, order)
    else if (strict && problems > 0) exitWith(1)
  } finally {
    await press.close()
  }
}

function chosen(wanted: string[]): PrintFormat[] {
  const names = wanted
    .flatMap(list => list.split(','))
    .map(name => name.trim().toLowerCase())
    .filter(Boolean)
  const unknown = names.find(name => name !== 'all' && !(printFormats as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new Failure(`"${unknown}" is no format.`, `These are: ${printFormats.join(', ')}, all`, { exitCode: 2 })
  }
  return names.includes('all') ? [...printFormats] : (names as PrintFormat[])
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** What is printed of which folder, and where to. */
interface Order {
  folder: string
  fetched: FetchedPictures
  out: string
  formats: readonly PrintFormat[]
  options: PrintOptions
}

/** Prints once, and says how many problems readers would meet. */
async function build(
  terminal: Terminal,
  press: Press,
  { folder, fetched, out, formats, options }: Order,
): Promise<number> {
  const began = performance.now()
  const { book, warnings } = await readFolder(folder, fetched)
  for (const warning of warnings) terminal.warn(warning)
  const name = slugify(book.title).slice(0, 80) || 'book'
  const problems = new Map<string, BookProblem>()
  const print = async (format: PrintFormat) => {
    const started = performance.now()
    const print = await press.print(book, format, options, {
      tell: (stage, done, total) => tellProgress(terminal, `${format}: ${stage} ${done}/${total}`),
    })
    tellProgress(terminal, '')
    const written = await writePrint(out, name, format, print)
    const ms = Math.round(performance.now() - started)
    for (const problem of print.problems) problems.set(JSON.stringify(problem), problem)
    terminal.emit('printed', { format, ...written, ms, ...(print.pages !== undefined && { pages: print.pages }) })
    const pages = print.pages === undefined ? '' : `, ${counted(print.pages, 'page')}`
    terminal.say(`${format.padEnd(9)} ${written.path}  ${inBytes(written.bytes)}${pages}, ${seconds(ms)}`)
  }
  // A PDF is set by a process of its own: the other formats are made meanwhile, one after the other.
  const others = async () => {
    for (const format of formats) if (format !== 'pdf') await print(format)
    if (formats.includes('pdf')) giveMemoryBack()
  }
  await Promise.all([formats.includes('pdf') && print('pdf'), others()])
  tellProblems(terminal, [...problems.values()])
  const ms = Math.round(performance.now() - began)
  terminal.emit('built', { book: describe(book), formats, problems: problems.size, ms })
  terminal.say(`${book.title}: ${counted(formats.length, 'format')} in ${seconds(ms)}`)
  return problems.size
}

/** Typst takes most memory at its end: what the other formats needed is let go of before, not when V8 sees fit. */
function giveMemoryBack(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as NodeJS.GCFunction
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

const describe = ({ title, authors, pages }: PressBook) => ({ title, authors, pages: pages.length })
const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`

function tellProgress(terminal: Terminal, line: string): void {
  if (terminal.live) terminal.draw(`\r\u001b[2K${line.slice(0, terminal.width - 1)}`)
}

function tellProblems(terminal: Terminal, problems: readonly BookProblem[]): void {
  for (const problem of problems) terminal.emit('problem', { ...problem })
  for (const { file, line, rule, message } of problems.slice(0, mostShown)) {
    terminal.say(`${file}${line === undefined ? '' : `:${line}`}  ${terminal.style('yellow', rule)}  ${message}`)
  }
  if (problems.length > mostShown) terminal.say(`and ${problems.length - mostShown} more: give --json to see them all`)
}

/** Watches until Ctrl-C. A mistake in the book is told, and mended by the next change. */
async function buildAgain(terminal: Terminal, press: Press, order: Order): Promise<void> {
  const { folder, out } = order
  const { watch } = await import('chokidar')
  const ignored = [
    ...passedOver
      .map(pattern => pattern.replaceAll('**/', '').replaceAll('/**', ''))
      .filter(name => !name.startsWith('.')),
    '_build',
  ]
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: path =>
      resolve(path).startsWith(out) || path.split('/').some(part => ignored.includes(part) || /^\.[^./]/.test(part)),
    awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
  })
  const stop = Promise.withResolvers<void>()
  process.once('SIGINT', () => stop.resolve())
  process.once('SIGTERM', () => stop.resolve())
  let waiting: NodeJS.Timeout | undefined
  let building: Promise<void> = Promise.resolve()
  watcher.on('all', (_event, path) => {
    if (!/\.(md|myst|markdown|ipynb|bib|ya?ml)$/i.test(path)) press.forgetImages()
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      building = building.then(async () => {
        try {
          await build(terminal, press, order)
        } catch (error) {
          if (!(error instanceof Error)) throw error
          terminal.warn(error.message)
        }
      })
    }, 30)
  })
  const ready = Promise.withResolvers<void>()
  watcher.once('ready', () => ready.resolve())
  await ready.promise
  terminal.emit('watching', { folder })
  terminal.say('Watching for changes. Ctrl-C ends it.')
  await stop.promise
  clearTimeout(waiting)
  await watcher.close()
  await building
}
