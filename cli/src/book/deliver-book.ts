import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import type { Job } from '../api/job-events.ts'
import { chaptersOf } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'
import { count, counted, duration, money, percent } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { exportBook } from './export-book.ts'
import { measureBook } from './measure-book.ts'
import type { BookInput, PreparedBook } from './prepare-book.ts'

/** Writes a book into its folder and says what was made by its job; without `seconds` that was before this command. */
export async function deliverBook(
  { api }: Connection,
  terminal: Terminal,
  input: BookInput,
  { book: { id }, record, uploaded }: PreparedBook,
  { job, seconds }: { job: Job | undefined; seconds?: number },
): Promise<void> {
  const { shownFolder } = input
  const files = await exportBook(api, terminal, input.folder, record)
  const book = await ask(api.v1.books[':id'].$get({ param: { id } }))
  const written = chaptersOf(await readOutline(api, id)).filter(item => item.chapter && item.chapter.words > 0)
  const use = job?.model?.startsWith('octavo/') ? await measureBook(api, id, input, files) : undefined
  terminal.emit('written', {
    book: id,
    chapters: written.length,
    words: book.words,
    out: input.folder,
    ...(job && { job: job.id, cost: job.cost }),
    ...(seconds !== undefined && { seconds: Math.round(seconds * 10) / 10 }),
    ...(use && { share: use.share, sentences: use.sentences, found: use.found }),
  })
  const length = `${counted(written.length, 'chapter')}${files.has('glossary.md') ? ' and a glossary' : ''}, ${counted(book.words, 'word')}`
  terminal.say()
  terminal.say(terminal.style('bold', book.title))
  terminal.say(`  Length   ${length}`)
  terminal.say(
    `  Written  ${job && seconds !== undefined ? `in ${duration(seconds)}, ${money(job.cost)}` : 'before; nothing was left to do'}`,
  )
  if (use) {
    const share = `${percent(use.share)} of their words are used`
    const all = use.found === use.sentences ? 'all' : `${count(use.found)} of`
    const theirs = `${all} ${counted(use.sentences, 'sentence')} of the book are theirs`
    const frame = 'too short to compose from, so the chapters are frames with places to fill'
    terminal.say(`  Sources  ${use.sentences === 0 ? frame : `${share}; ${theirs}`}`)
  }
  terminal.say(`  Files    ${shownFolder}/myst.yml, index.md, chapters/ (${counted(files.size, 'file')})`)
  terminal.say()
  if (seconds === undefined && (uploaded.added > 0 || uploaded.changed > 0)) {
    terminal.say('Sources have changed since; the chapters stay as they are. --new writes a new book from them.')
  }
  terminal.say(`Next: read ${shownFolder}/index.md, or see it as a site:`)
  terminal.say(`  cd ${shownFolder} && npx mystmd start`)
}
