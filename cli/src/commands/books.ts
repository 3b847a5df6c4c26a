import type { Client } from '@octavo/server/client'
import { askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Book } from '../book/book-of-folder.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { printOutline } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'
import { ago, count, counted } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import { pad, wrap } from '../terminal/terminal.ts'

/** Lists the books one may see, last changed first. */
export async function listBooks(context: CommandContext): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const books = await allBooks(api)
    if (books.length === 0) terminal.say('No books yet. "octavo write" makes one.')
    else {
      printTable(
        terminal,
        'book',
        [
          { title: 'BOOK', value: book => book.id.slice(0, 8) },
          { title: 'TITLE', value: book => book.title, gives: true },
          { title: 'STATUS', value: book => book.status.replace('_', ' ') },
          { title: 'CHAPTERS', value: book => count(book.chapters), align: 'right' },
          { title: 'WORDS', value: book => count(book.words), align: 'right' },
          { title: 'UPDATED', value: book => ago(book.updatedAt) },
        ],
        books,
      )
    }
  })
}

/** Shows the facts of a book and its outline. */
export async function showBook(context: CommandContext, name: string): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const book = await findBook(api, name)
    const items = await readOutline(api, book.id)
    terminal.emit('book', { ...book, outline: items })
    terminal.say(terminal.style('bold', book.title))
    if (book.subtitle) terminal.say(book.subtitle)
    terminal.say()
    const facts: [string, string | null][] = [
      ['Authors', book.authors.join(', ') || null],
      ['About', book.description],
      ['Readers', book.audience],
      ['Kind', [book.kind, book.genre, book.language].filter(Boolean).join(', ')],
      ['Status', book.status.replace('_', ' ')],
      ['Length', `${counted(book.chapters, 'chapter')}, ${counted(book.words, 'word')}`],
      ['Model', book.model],
      ['Updated', ago(book.updatedAt)],
      ['Id', `${book.slug} (${book.id})`],
    ]
    for (const [label, value] of facts) {
      if (!value) continue
      const [first = '', ...rest] = wrap(value, Math.min(terminal.width, 100) - 9)
      terminal.say(`${terminal.style('dim', pad(label, 7))}  ${first}`)
      for (const line of rest) terminal.say(`         ${line}`)
    }
    terminal.say()
    if (items.length === 0) terminal.say('No outline yet.')
    else printOutline(terminal, items)
  })
}

function allBooks(api: Client): Promise<Book[]> {
  return askAll(cursor => ask(api.v1.books.$get({ query: { limit: '200', ...(cursor && { cursor }) } })))
}

/** The book somebody means by its id, its slug, or the beginning of one. Throws Failure when that is none or several. */
export async function findBook(api: Client, name: string): Promise<Book> {
  const books = await allBooks(api)
  const exact = books.filter(book => book.id === name || book.slug === name)
  const beginning = books.filter(book => book.id.startsWith(name) || book.slug.startsWith(name))
  const [book, another] = exact.length > 0 ? exact : beginning
  if (!book) throw new Failure(`There is no book "${name}".`, '"octavo books" lists them.')
  if (another) {
    const candidates = (exact.length > 0 ? exact : beginning).map(match => `${match.slug} (${match.id.slice(0, 8)})`)
    throw new Failure(`Several books begin with "${name}".`, `Give more of the name: ${candidates.join(', ')}`)
  }
  return book
}
