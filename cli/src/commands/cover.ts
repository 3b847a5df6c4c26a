import { openAsBlob } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Client } from '@octavo/server/client'
import { type Answer, askAll, problemOf } from '@octavo/server/client'
import { ask, failureOf } from '../api/ask.ts'
import { writeAnswer } from '../book/write-answer.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { ago } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'
import { askForPicture } from './cover-picture.ts'

type Covers = Client['v1']['books'][':id']['covers']
type Cover = Answer<Awaited<ReturnType<Covers['$get']>>>['items'][number]
type Design = Answer<Awaited<ReturnType<Covers['proposals']['$get']>>>['items'][number]
type WrapQuery = Parameters<Client['v1']['covers'][':id']['wrap']['$get']>[0]['query']

export interface CoverOptions {
  layout?: Design['layout']
  palette?: Design['palette']
  motif?: Design['motif']
  count?: number
  choose?: number
  own?: string
  byModel?: boolean
  picture?: boolean
  model?: string
  prompt?: string
  kept?: boolean
  wrap?: number
  trim?: WrapQuery['trim']
  paper?: WrapQuery['paper']
  isbn?: string
  out?: string
}

/** `octavo cover`: one command, and what is asked for says which of these it is. */
export async function runCover(
  context: CommandContext,
  exitWith: ExitWith,
  name: string,
  options: CoverOptions,
): Promise<void> {
  const { terminal } = context
  await withWorker(context, async connection => {
    const { api } = connection
    const { id } = await findBook(api, name)
    if (options.wrap !== undefined) return wrapBook(terminal, api, id, options, options.wrap)
    if (options.own !== undefined) return giveOwn(terminal, api, id, options, options.own)
    if (options.picture) {
      const coverId = await askForPicture(context, connection, exitWith, id, options)
      const cover = coverId && (await keptCovers(api, id)).find(one => one.id === coverId)
      if (cover) told(terminal, 'chosen', cover, describe(cover))
      return
    }
    if (options.kept) return listKept(terminal, await keptCovers(api, id))
    const designs = await propose(api, id, options)
    if (options.choose !== undefined) return choose(terminal, api, id, designs, options.choose)
    return show(terminal, api, id, designs, options)
  })
}

async function propose(api: Client, id: string, { layout, palette, motif, count, choose = 0 }: CoverOptions) {
  const wanted = String(count ?? Math.max(6, choose))
  const wishes = { ...(layout && { layout }), ...(palette && { palette }), ...(motif && { motif }) }
  const query = { count: wanted, ...wishes }
  return (await ask(api.v1.books[':id'].covers.proposals.$get({ param: { id }, query }))).items
}

const choicesOf = ({ layout, palette, motif, variation }: Design) => ({ layout, palette, motif, variation })

async function show(terminal: Terminal, api: Client, id: string, designs: Design[], { out }: CoverOptions) {
  const numbered = designs.map((design, index) => ({ number: index + 1, ...choicesOf(design) }))
  printTable(
    terminal,
    'proposed',
    [
      { title: 'NO', value: one => String(one.number), align: 'right' },
      { title: 'LAYOUT', value: one => one.layout },
      { title: 'PALETTE', value: one => one.palette },
      { title: 'MOTIF', value: one => one.motif, gives: true },
    ],
    numbered,
  )
  if (out === undefined) return terminal.say('"--out FOLDER" writes pictures of them, "--choose NO" takes one.')
  await mkdir(resolve(out), { recursive: true })
  for (const { number, variation, ...choices } of numbered) {
    const path = join(resolve(out), `${number}-${choices.layout}-${choices.palette}-${choices.motif}.jpg`)
    const query = { ...choices, variation: String(variation), width: '800' }
    await writeAnswer(path, api.v1.books[':id'].covers.preview.$get({ param: { id }, query }))
    terminal.emit('written', { path })
  }
  terminal.say(`Pictures of them are in ${out}; "--choose NO" takes one.`)
}

async function choose(terminal: Terminal, api: Client, id: string, designs: Design[], number: number) {
  const design = designs[number - 1]
  if (!design)
    throw new Failure(`Only ${designs.length} are proposed.`, 'Give one of their numbers, or a larger --count.')
  const body = { ...choicesOf(design), choose: true }
  const cover = await ask(api.v1.books[':id'].covers.$post({ param: { id }, json: body }))
  told(terminal, 'chosen', cover, describe(cover))
}

async function giveOwn(terminal: Terminal, api: Client, id: string, { byModel }: CoverOptions, path: string) {
  if (!(await stat(path)).isFile()) throw new Failure(`${path} is no file.`, 'Name a picture.')
  const body = await openAsBlob(path)
  const headers = { 'content-type': 'application/octet-stream' }
  const query = { name: basename(path), choose: 'true', ...(byModel && { byModel: 'true' }) }
  const cover = await ask(api.v1.books[':id'].covers.$put({ param: { id }, query }, { init: { body, headers } }))
  told(terminal, 'chosen', cover, `${path} (${cover.width} × ${cover.height})`)
}

function told(terminal: Terminal, event: string, cover: Cover, what: string): void {
  terminal.emit(event, cover)
  terminal.say(`The cover of the book: ${what}`)
  for (const warning of cover.warnings) terminal.say(warning)
}

const describe = ({ design, origin, pictureId }: Cover) =>
  design
    ? `${design.layout}, ${design.palette}, ${pictureId ? 'with a picture of a model' : design.motif}`
    : origin === 'model'
      ? 'made by a model'
      : 'your own'

function listKept(terminal: Terminal, covers: Cover[]): void {
  if (covers.length === 0) {
    terminal.say('No covers. "octavo cover BOOK --choose 1" draws one.')
    return
  }
  printTable(
    terminal,
    'cover',
    [
      { title: 'COVER', value: cover => cover.id.slice(0, 8) },
      { title: '', value: cover => (cover.chosen ? 'chosen' : '') },
      { title: 'WHAT', value: describe, gives: true },
      { title: 'PIXELS', value: cover => `${cover.width} × ${cover.height}`, align: 'right' },
      { title: 'MADE', value: cover => `${ago(cover.createdAt)}${cover.outdated ? ', with an older title' : ''}` },
    ],
    covers,
  )
}

function keptCovers(api: Client, id: string): Promise<Cover[]> {
  const route = api.v1.books[':id'].covers
  return askAll(cursor => ask(route.$get({ param: { id }, query: { limit: '200', ...(cursor && { cursor }) } })))
}

async function wrapBook(terminal: Terminal, api: Client, id: string, options: CoverOptions, pages: number) {
  const chosen = (await keptCovers(api, id)).find(cover => cover.chosen)
  if (!chosen) throw new Failure('The book has no cover.', 'Choose one first: "octavo cover BOOK --choose 1".')
  const { trim, paper, isbn, out = 'cover.pdf' } = options
  const format = extname(out).slice(1).toLowerCase()
  if (format !== 'pdf' && format !== 'svg' && format !== 'png') {
    throw new Failure(`${out} does not end in pdf, svg or png.`, 'Name the file after what it should be.')
  }
  const query = {
    pages: String(pages),
    format,
    ...(trim && { trim }),
    ...(paper && { paper }),
    ...(isbn && { isbn }),
  } as const
  const response = await api.v1.covers[':id'].wrap.$get({ param: { id: chosen.id }, query })
  if (!response.ok) throw failureOf(await problemOf(response), response.url)
  const path = resolve(out)
  await mkdir(dirname(path), { recursive: true })
  await writeAnswer(path, Promise.resolve(response))
  const warnings: string[] = JSON.parse(decodeURIComponent(response.headers.get('octavo-warnings') ?? '%5B%5D'))
  terminal.emit('written', { path, warnings })
  terminal.say(`${out}: ${describe(chosen)}, around ${pages} pages`)
  for (const warning of warnings) terminal.say(warning)
  if (chosen.outdated) terminal.say('It has an older title, subtitle or author than the book: draw it again first.')
}
