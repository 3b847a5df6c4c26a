import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, type ExitWith, withConnection, withWorker } from '../command.ts'
import { counted } from '../terminal/figures.ts'
import { type Terminal, wrap } from '../terminal/terminal.ts'
import { findBook } from './books.ts'
import { followToEnd } from './jobs.ts'

type Found = Answer<Awaited<ReturnType<Client['v1']['search']['$get']>>>['items'][number]

export interface SearchOptions {
  book?: string
  kind?: 'book' | 'chapter' | 'source'
  language?: string
  limit: number
}

/** Finds books, chapters and sources by words and meaning, and shows where. */
export async function searchBooks(context: CommandContext, words: string[], options: SearchOptions): Promise<void> {
  const { terminal } = context
  const { book, kind, language, limit } = options
  await withConnection(context, async ({ api }) => {
    const bookId = book && (await findBook(api, book)).id
    const query = {
      q: words.join(' '),
      limit: String(limit),
      ...(bookId && { bookId }),
      ...(kind && { kind }),
      ...(language && { language }),
    }
    const { items, meaning } = await ask(api.v1.search.$get({ query }))
    for (const item of items) {
      terminal.emit('found', item)
      show(terminal, item)
    }
    terminal.emit('searched', { found: items.length, meaning })
    if (items.length === 0) terminal.say('Nothing found. Try other words, or the beginning of one: lightho*')
    for (const note of meaning.notes) terminal.say(terminal.style('dim', note))
  })
}

function show(terminal: Terminal, { bookTitle, headings, kind, snippet, title }: Found): void {
  const above = headings.filter(heading => heading !== title).join(' › ')
  const where = kind === 'book' ? 'book' : `${kind} of ${bookTitle}, line ${snippet.line}`
  terminal.say(`${terminal.style('bold', title)}${above ? ` › ${above}` : ''}  ${terminal.style('dim', where)}`)
  // Styled after it is wrapped: escape sequences have no width.
  const marked = markMatches(snippet)
  for (const line of wrap(marked, Math.min(terminal.width, 100) - 2)) {
    terminal.say(
      `  ${line.replace(/\uE000([^\uE001]*)\uE001/g, (_, match: string) => terminal.style(['bold', 'yellow'], match))}`,
    )
  }
  terminal.say()
}

/** The snippet on one line, with private characters around what matches. */
function markMatches({ matches, start, text }: Found['snippet']): string {
  let marked = ''
  let at = 0
  const plain = text.replace(/[\uE000\uE001]/g, ' ')
  for (const match of matches) {
    marked += `${plain.slice(at, match.start - start)}\uE000${plain.slice(match.start - start, match.end - start)}\uE001`
    at = match.end - start
  }
  return (marked + plain.slice(at)).replace(/\s+/g, ' ').trim()
}

/** Makes the vectors a book lacks, of its model or another one. */
export async function reindexBook(
  context: CommandContext,
  exitWith: ExitWith,
  name: string,
  { model }: { model?: string },
): Promise<void> {
  const { terminal } = context
  await withWorker(context, async connection => {
    const { api } = connection
    const { id } = await findBook(api, name)
    const route = api.v1.books[':id'].embeddings
    const job = await ask(route.$post({ param: { id }, json: model ? { model } : {} }))
    await followToEnd(context, connection, job, exitWith)
    const index = await ask(route.$get({ param: { id } }))
    terminal.emit('index', index)
    if (index.readsLanguage) terminal.say(`Searched by ${index.model}: ${counted(index.vectors, 'vector')}.`)
    else terminal.say(`Searched by words only: ${index.model} does not read its language. Choose another with --model.`)
  })
}
