import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { allowingPlace, readPlace } from '../publishing/read-place.ts'
import { untilEnded } from '../publishing/until-ended.ts'
import { counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

type Publishing = Client['v1']['books'][':id']['publishing']
type Preview = Answer<Awaited<ReturnType<Publishing['destinations'][':destinationId']['preview']['$get']>>>
type Deployment = Answer<Awaited<ReturnType<Publishing['deployments'][':deploymentId']['$get']>>>

export interface PublishOptions {
  to: string
  branch?: string
  pullRequest?: boolean
  pages?: boolean
  create?: boolean
  preview?: boolean
  message?: string
  despite?: string[]
  reason?: string
}

/** Shows what publishing changes, publishes, and follows it until readers can see it. */
export async function publishBook(
  context: CommandContext,
  exitWith: ExitWith,
  name: string,
  options: PublishOptions,
): Promise<void> {
  const { terminal } = context
  const place = readPlace(options.to)
  await withWorker(allowingPlace(context, place), async connection => {
    const { api } = connection
    const { id, title } = await findBook(api, name)
    const { publishing } = api.v1.books[':id']
    const { branch, create, pages = false } = options
    const destination = await ask(
      publishing.destinations.$post({
        param: { id },
        json: { ...place, pages, ...(branch && { branch }), ...(create && { create: { private: true } }) },
      }),
    )
    const preview = await ask(
      publishing.destinations[':destinationId'].preview.$get({ param: { id, destinationId: destination.id } }),
    )
    terminal.emit('preview', preview)
    // A hook is sent no files.
    if (place.target !== 'hook') showPreview(terminal, preview, options.preview === true)
    if (options.preview) return

    const { message, despite = [], reason, pullRequest = false } = options
    const { deployment } = await ask(
      publishing.deployments.$post({
        param: { id },
        json: {
          destinationId: destination.id,
          pullRequest,
          despite,
          ...(preview.base && { base: preview.base }),
          ...(message && { message }),
          ...(reason && { reason }),
        },
      }),
    )
    await connection.startWorker()
    const param = { id, deploymentId: deployment.id }
    let told = 0
    const ended = await untilEnded(
      context,
      exitWith,
      async () => {
        const seen = await ask(publishing.deployments[':deploymentId'].$get({ param }))
        for (const { line } of seen.log.slice(told)) terminal.say(line)
        told = seen.log.length
        return seen
      },
      ({ state }) => state === 'ready' || state === 'error',
    )
    if (ended) conclude(terminal, title, ended)
  })
}

function showPreview(terminal: Terminal, { changes, kept }: Preview, withDiffs: boolean): void {
  const signs = { added: '+', modified: '~', deleted: '-' } as const
  const colours = { added: 'green', modified: 'yellow', deleted: 'red' } as const
  for (const { path, change, diff } of changes) {
    terminal.say(`${terminal.style(colours[change], signs[change])} ${path}`)
    if (withDiffs && diff) terminal.say(shown(diff))
  }
  const why = { edited: 'edited there', deleted: 'deleted there', foreign: 'not of this book' } as const
  for (const { path, reason } of kept) terminal.say(`  ${path}  stays: ${why[reason]}`)
  if (kept.some(({ reason }) => reason !== 'foreign')) terminal.say('"octavo sync" brings edits back into the book.')
  if (changes.length === 0) terminal.say('Nothing to change.')
}

/** A manuscript must not move the cursor of whoever looks at it. */
const shown = (text: string) =>
  text.trimEnd().replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, c => (c === '\n' ? c : '�'))

function conclude(terminal: Terminal, title: string, deployment: Deployment): void {
  const { added, modified, deleted, error, liveUrl, pullRequest } = deployment
  terminal.emit('published', deployment)
  if (error) throw new Failure(`${title} was not published.`, error.message, { code: error.code })
  if (deployment.target === 'hook') return
  const count = added + modified + deleted
  terminal.say(`${title}: ${count === 0 ? 'nothing had changed' : `${counted(count, 'file')} changed`}.`)
  if (pullRequest) terminal.say(`Read it and merge it: ${pullRequest}`)
  if (liveUrl) terminal.say(`Read it at ${liveUrl}`)
}
