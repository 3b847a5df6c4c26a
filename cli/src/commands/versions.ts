import type { Client } from '@octavo/server/client'
import { type Answer, askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { ago, count, counted } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'
import { findChapter, type NamedChapter } from './find-chapter.ts'

type Versions = Client['v1']['chapters'][':id']['versions']
type Version = Answer<Awaited<ReturnType<Versions['$get']>>>['items'][number]
type Comparison = Answer<Awaited<ReturnType<Versions['compare']['$get']>>>

export interface VersionOptions {
  compare?: string[]
  restore?: number
  label?: string[]
}

/** Lists the versions of a chapter; or compares two, restores one, names one. */
export async function versions(
  context: CommandContext,
  bookName: string,
  chapterName: string,
  { compare, restore, label }: VersionOptions,
): Promise<void> {
  const wishes = [compare, restore, label].filter(wish => wish !== undefined).length
  if (wishes > 1) {
    throw new Failure('Give one of --compare, --restore and --label at a time.', undefined, { exitCode: 2 })
  }
  await withConnection(context, async ({ api }) => {
    const chapter = await findChapter(api, await findBook(api, bookName), chapterName)
    if (compare) return showComparison(context.terminal, api, chapter, compare)
    if (restore !== undefined) return restoreVersion(context.terminal, api, chapter, restore)
    if (label) return labelVersion(context.terminal, api, chapter, label)
    return listVersions(context.terminal, api, chapter)
  })
}

async function listVersions(terminal: Terminal, api: Client, { id }: NamedChapter): Promise<void> {
  const all = await askAll(cursor =>
    ask(api.v1.chapters[':id'].versions.$get({ param: { id }, query: { limit: '200', ...(cursor && { cursor }) } })),
  )
  printTable(
    terminal,
    'version',
    [
      { title: 'VERSION', value: version => String(version.number), align: 'right' },
      { title: 'CHANGE', value: version => version.changeType },
      { title: 'BY', value: byWhom },
      { title: 'WORDS', value: version => count(version.words), align: 'right' },
      { title: 'WHEN', value: version => ago(version.createdAt) },
      { title: 'LABEL', value: version => version.label ?? '' },
      { title: 'NOTE', value: version => version.note, gives: true },
    ],
    all,
  )
}

function byWhom({ changeType, model, authors }: Version): string {
  const made = changeType === 'generated' || changeType === 'remediated'
  if (made && model) return model
  return authors.map(author => author.name ?? 'somebody').join(', ')
}

/** The number of a version, as somebody typed it. */
function versionNumber(text: string | undefined): string {
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return text
  throw new Failure(`"${text ?? ''}" is not the number of a version.`, 'Give numbers as the list shows them.', {
    exitCode: 2,
  })
}

async function showComparison(
  terminal: Terminal,
  api: Client,
  { id, title }: NamedChapter,
  range: string[],
): Promise<void> {
  if (range.length !== 2) {
    throw new Failure('Give the two versions to compare: --compare 3 7.', undefined, { exitCode: 2 })
  }
  const query = { from: versionNumber(range[0]), to: versionNumber(range[1]) }
  const comparison = await ask(api.v1.chapters[':id'].versions.compare.$get({ param: { id }, query }))
  const { from, to } = comparison
  terminal.emit('comparison', { chapter: id, ...comparison })
  terminal.say(terminal.style('bold', title))
  terminal.say(`Version ${from.number}: ${counted(from.words, 'word')}, ${byWhom(from)}, ${ago(from.createdAt)}`)
  terminal.say(`Version ${to.number}: ${counted(to.words, 'word')}, ${byWhom(to)}, ${ago(to.createdAt)}`)
  if (from.title !== to.title) terminal.say(`Title: ${from.title} → ${to.title}`)
  terminal.say()
  if (comparison.lines.length === 0) terminal.say('The texts are the same.')
  for (const line of changedLines(terminal, comparison)) terminal.say(line)
}

/** Unchanged lines shown on each side of a change. */
const contextLines = 2

/** Words that were taken away and added in their places, with the lines around; between them `…` stands for the rest. */
function changedLines(terminal: Terminal, { words }: Comparison): string[] {
  const lines: { text: string; changed: boolean }[] = [{ text: '', changed: false }]
  for (const { kind, text } of words) {
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) lines.push({ text: '', changed: false })
      const line = lines.at(-1)!
      if (kind !== 'same') line.changed = true
      if (piece !== '') line.text += kind === 'same' ? piece : mark(terminal, kind, piece)
    }
  }
  const near = (index: number) =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(line => line.changed)
  const shown: string[] = []
  for (const [index, line] of lines.entries()) {
    if (near(index)) shown.push(line.text)
    else if (shown.length > 0 && shown.at(-1) !== '…' && lines.slice(index).some(later => later.changed))
      shown.push('…')
  }
  return shown
}

/** In colour where the terminal has some; [-so-] and {+so+} where it has none, as `wdiff` does. */
function mark(terminal: Terminal, kind: 'removed' | 'added', text: string): string {
  const styled = terminal.style(kind === 'removed' ? ['red', 'strikethrough'] : ['green', 'underline'], text)
  if (styled !== text) return styled
  return kind === 'removed' ? `[-${text}-]` : `{+${text}+}`
}

async function restoreVersion(
  terminal: Terminal,
  api: Client,
  { id, title }: NamedChapter,
  number: number,
): Promise<void> {
  const param = { id, number: String(number) }
  const { version, status } = await ask(api.v1.chapters[':id'].versions[':number'].restore.$post({ param }))
  terminal.emit('restored', { chapter: id, from: number, version, status })
  terminal.say(`Version ${number} of "${title}" is its newest again, as version ${version}. What came between stays.`)
}

async function labelVersion(
  terminal: Terminal,
  api: Client,
  { id, title }: NamedChapter,
  [number, ...words]: string[],
): Promise<void> {
  const name = words.join(' ')
  if (name === '')
    throw new Failure('Give the version and its name: --label 7 "Sent to print".', undefined, { exitCode: 2 })
  const param = { id, number: versionNumber(number) }
  const version = await ask(api.v1.chapters[':id'].versions[':number'].label.$put({ param, json: { name } }))
  terminal.emit('labelled', { chapter: id, ...version })
  terminal.say(`Version ${version.number} of "${title}" is labelled "${version.label}".`)
}
