import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { allowingPlace, type Place, readPlace } from '../publishing/read-place.ts'
import { untilEnded } from '../publishing/until-ended.ts'
import { counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

type Publishing = Client['v1']['books'][':id']['publishing']
type Sync = Answer<Awaited<ReturnType<Publishing['syncs'][':syncId']['$get']>>>

export interface SyncOptions {
  from?: string
  take?: string[]
  adopt?: boolean
}

/** Brings back what was edited in a repository. Ends with 1 when something waits for a choice. */
export async function syncBook(
  context: CommandContext,
  exitWith: ExitWith,
  name: string,
  options: SyncOptions,
): Promise<void> {
  const { terminal } = context
  const choices = readChoices(options.take ?? [])
  const place = options.from === undefined ? undefined : readPlace(options.from)
  await withWorker(place ? allowingPlace(context, place) : context, async connection => {
    const { api } = connection
    const { id, title } = await findBook(api, name)
    const { publishing } = api.v1.books[':id']
    const destinationId = await findRepository(publishing, id, title, place)
    const commit = Object.keys(choices).length > 0 ? await commitOf(publishing, id, destinationId) : undefined
    const { sync } = await ask(
      publishing.syncs.$post({
        param: { id },
        json: { destinationId, choices, adopt: options.adopt === true, ...(commit && { commit }) },
      }),
    )
    await connection.startWorker()
    const param = { id, syncId: sync.id }
    const ended = await untilEnded(
      context,
      exitWith,
      () => ask(publishing.syncs[':syncId'].$get({ param })),
      ({ completedAt }) => completedAt !== null,
    )
    if (!ended) return
    terminal.emit('synced', ended)
    if (ended.error) throw new Failure('Nothing was brought back.', ended.error.message, { code: ended.error.code })
    show(terminal, ended)
    if (ended.state === 'conflicted') exitWith(1)
  })
}

function readChoices(texts: readonly string[]): Record<string, 'book' | 'repository'> {
  return Object.fromEntries(
    texts.map(text => {
      const [, path, side] = /^(.+)=(book|repository)$/.exec(text) ?? []
      if (!path) throw new Failure(`"${text}" chooses nothing.`, 'Write it as chapters/01-a.md=book, or =repository.')
      return [path, side as 'book' | 'repository']
    }),
  )
}

async function findRepository(publishing: Publishing, id: string, title: string, place?: Place): Promise<string> {
  const { items } = await ask(publishing.destinations.$get({ param: { id } }))
  const found = items.filter(
    ({ branch, target, location }) =>
      branch !== null &&
      (!place || (target === place.target && location.toLowerCase() === place.location.toLowerCase())),
  )
  if (found.length === 1) return found[0]!.id
  throw new Failure(
    found.length === 0
      ? `${title} is published to no such repository.`
      : `${title} is published to several repositories.`,
    found.length === 0
      ? 'Publish it first: octavo publish --to github:owner/name'
      : `Say which with --from: ${found.map(({ target, location, branch }) => `${target}:${location} (${branch})`).join(', ')}`,
  )
}

/** The commit whose conflicts were shown last: that is what the choices are about. */
async function commitOf(publishing: Publishing, id: string, destinationId: string): Promise<string | undefined> {
  const { items } = await ask(publishing.syncs.$get({ param: { id }, query: { limit: '50' } }))
  const last = items.find(sync => sync.destinationId === destinationId && sync.state === 'conflicted')
  return last?.commit ?? undefined
}

function show(terminal: Terminal, { files, conflicts, modified, added }: Sync): void {
  for (const { path, change } of files) {
    if (change === 'modified' || change === 'added') terminal.say(`Brought back ${path}`)
    if (change === 'new') terminal.say(`${path} is new there: --adopt makes a chapter of it.`)
  }
  for (const { path, reason, places } of conflicts) {
    const what = {
      text: 'both changed the same',
      file: 'was edited there, and is made from the book',
      deleted: 'was deleted there',
    }[reason]
    terminal.say(`${path}: ${what}.`)
    for (const { line, book, repository } of places) {
      terminal.say(`  line ${line}`)
      terminal.say(`  ${terminal.style('green', `book:       ${oneLine(book)}`)}`)
      terminal.say(`  ${terminal.style('red', `repository: ${oneLine(repository)}`)}`)
    }
  }
  if (conflicts.length > 0) {
    terminal.say(`Say whose text to take: --take ${conflicts[0]!.path}=book, or =repository`)
  } else
    terminal.say(
      modified + added === 0 ? 'Nothing to bring back.' : `${counted(modified + added, 'file')} brought back.`,
    )
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim() || '(nothing)'
