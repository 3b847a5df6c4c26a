import type { Client } from '@octavo/server/client'
import { type Answer, askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { ago, counted } from '../terminal/figures.ts'
import { cut, type Terminal, wrap } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

type Books = Client['v1']['books'][':id']
type Review = Answer<Awaited<ReturnType<Books['review']['$get']>>>
type Comment = Answer<Awaited<ReturnType<Books['comments']['$get']>>>['items'][number]
type Suggestion = Answer<Awaited<ReturnType<Books['suggestions']['$get']>>>['items'][number]

/** Shows what people say about a book, chapter by chapter: open comments and suggestions, or all. */
export async function listComments(
  context: CommandContext,
  bookName: string,
  { all = false }: { all?: boolean },
): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const param = { id: (await findBook(api, bookName)).id }
    const books = api.v1.books[':id']
    const page = (cursor: string | undefined) => ({ limit: '200', ...(cursor && { cursor }) })
    const review = await ask(books.review.$get({ param }))
    const comments = await askAll(cursor =>
      ask(books.comments.$get({ param, query: { ...page(cursor), ...(!all && { open: 'true' }) } })),
    )
    const suggestions = await askAll(cursor =>
      ask(books.suggestions.$get({ param, query: { ...page(cursor), ...(!all && { state: 'open' as const }) } })),
    )
    for (const chapter of review.chapters) terminal.emit('chapter', chapter)
    for (const comment of comments) terminal.emit('comment', comment)
    for (const suggestion of suggestions) terminal.emit('suggestion', suggestion)
    if (terminal.json) return
    const { open } = review
    terminal.say(`${counted(open.comments, 'open comment')}, ${counted(open.suggestions, 'open suggestion')}.`)
    for (const chapter of review.chapters) {
      const own = comments.filter(comment => comment.chapterId === chapter.id)
      const proposed = suggestions.filter(suggestion => suggestion.chapterId === chapter.id)
      if (own.length + proposed.length > 0) printChapter(terminal, chapter, own, proposed)
    }
  })
}

function printChapter(
  terminal: Terminal,
  { title, status }: Review['chapters'][number],
  comments: readonly Comment[],
  suggestions: readonly Suggestion[],
): void {
  terminal.say()
  terminal.say(`${terminal.style('bold', title)}  ${terminal.style('dim', status)}`)
  for (const comment of comments) {
    const { passage, resolvedAt } = comment
    const place = !passage ? '' : passage.detached ? ', no longer in the text' : `, line ${passage.line}`
    said(terminal, comment, `${place}${resolvedAt ? ', resolved' : ''}`)
    if (passage) terminal.say(terminal.style('dim', `    > ${cut(passage.quote, terminal.width - 6)}`))
    body(terminal, comment.body, '    ')
    for (const answer of comment.answers) {
      said(terminal, answer, '', '    ')
      body(terminal, answer.body, '      ')
    }
  }
  for (const suggestion of suggestions) {
    const { hunks, state, reason } = suggestion
    said(terminal, suggestion, ` suggests ${counted(hunks.length, 'change')}${state === 'open' ? '' : `, ${state}`}`)
    if (reason) body(terminal, reason, '    ')
    for (const hunk of hunks) {
      const outdated = hunk.fit === 'outdated' ? '  (the text has changed there)' : ''
      const line = `${hunk.number}. ${JSON.stringify(hunk.before)} → ${JSON.stringify(hunk.after)}`
      terminal.say(`    ${cut(line, terminal.width - 4 - outdated.length)}${outdated}`)
    }
  }
}

function said(
  terminal: Terminal,
  { id, author, createdAt }: { id: string; author: { name: string | null } | null; createdAt: string },
  what: string,
  indent = '  ',
): void {
  const name = author?.name ?? 'Somebody'
  terminal.say(`${indent}${name}${what}${terminal.style('dim', `  ${ago(createdAt)}  ${id.slice(0, 8)}`)}`)
}

function body(terminal: Terminal, text: string, indent: string): void {
  for (const line of wrap(printable(text), Math.min(terminal.width, 100) - indent.length))
    terminal.say(`${indent}${line}`)
}

/** What somebody else typed, without the control characters that would move the cursor or recolour the screen. */
function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
