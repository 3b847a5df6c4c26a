import { startWorker, type Worker } from '../generation/worker.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { type GitHubServer, startGitHubServer } from './testing/github-server.ts'
import { GitHubState, type StoredRepository } from './testing/github-state.ts'

/** A server with a worker, beside a GitHub on this machine that knows Ann. */
export interface PublishingFixture {
  server: TestServer
  gitHub: GitHubServer
  ann: TestPerson
  token: string
  webhookSecret: string
  /** A new book of Ann's: two chapters with text. */
  makeBook(title?: string): Promise<{ id: string; chapters: [string, string] }>
  /** A repository on GitHub and the destination that leads there. */
  makeDestination(bookId: string, extra?: object): Promise<{ id: string; repository: StoredRepository }>
  publish(bookId: string, destinationId: string, extra?: object): Promise<AnyBody>
  sync(bookId: string, destinationId: string, extra?: object): Promise<AnyBody>
  /** What a repository has, without what Octavo remembers there. */
  texts(repository: StoredRepository, branch?: string): Promise<Record<string, string>>
  /** A commit by somebody else. */
  edit(repository: StoredRepository, changes: Record<string, string | null>, branch?: string): Promise<string>
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<AnyBody>
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects; a wrong shape fails the test itself.
type AnyBody = any

export async function startPublishing(environment: Record<string, string> = {}): Promise<PublishingFixture> {
  const gitHub = await startGitHubServer(await GitHubState.make())
  const token = 'github_pat_of_ann_0123456789'
  const webhookSecret = 'a-secret-of-the-webhook'
  gitHub.state.addToken(token, 'ann')
  const server = await startTestServer({ GITHUB_API_URL: gitHub.url, ...environment })
  const worker: Worker = await startWorker(server.octavo)
  const ann = await server.signUp('Ann')
  let count = 0

  const ask: PublishingFixture['ask'] = async (method, path, body, headers) => {
    const answer = await server.request(ann, method, path, body, headers)
    if (answer.status >= 400) throw Object.assign(new Error(JSON.stringify(answer.body)), answer.body)
    return answer.body
  }
  const ended = async (path: string, states: readonly string[]) => {
    for (;;) {
      const body = await ask('GET', path)
      if (states.includes(body.state)) return body
      await new Promise(resolve => setTimeout(resolve, 30))
    }
  }
  await ask('POST', '/v1/connections', { kind: 'github', token, webhookSecret })

  return {
    server,
    gitHub,
    ann,
    token,
    webhookSecret,
    ask,
    async makeBook(title = 'Lighthouses') {
      const { id } = await ask('POST', '/v1/books', { title, language: 'en' })
      const add = async (name: string, content: string) =>
        (await ask('POST', `/v1/books/${id}/chapters`, { title: name, content })).id
      const first = await add('Light', '# Light\n\nThe lamp burns oil.\n\nIt is seen far away.\n')
      return { id, chapters: [first, await add('Fog', '# Fog\n\nThe horn sounds twice.\n')] }
    },
    async makeDestination(bookId, extra = {}) {
      const name = `book-${++count}`
      const repository = await gitHub.state.addRepository('ann', name)
      await repository.git.commit({
        branch: 'main',
        parent: null,
        changes: new Map([['README.md', Buffer.from('# Mine\n')]]),
        message: 'First',
      })
      const { id } = await ask('POST', `/v1/books/${bookId}/publishing/destinations`, {
        target: 'github',
        location: `ann/${name}`,
        ...extra,
      })
      return { id, repository }
    },
    async publish(bookId, destinationId, extra = {}) {
      const path = `/v1/books/${bookId}/publishing/deployments`
      const { deployment } = await ask('POST', path, { destinationId, ...extra })
      return ended(`${path}/${deployment.id}`, ['ready', 'error'])
    },
    async sync(bookId, destinationId, extra = {}) {
      const path = `/v1/books/${bookId}/publishing/syncs`
      const { sync } = await ask('POST', path, { destinationId, ...extra })
      return ended(`${path}/${sync.id}`, ['completed', 'conflicted', 'failed'])
    },
    async texts({ git }, branch = 'main') {
      const tree = await git.tree((await git.head(branch))!)
      const ours = [...tree].filter(([path]) => !path.startsWith('.octavo/'))
      return Object.fromEntries(
        await Promise.all(
          ours.map(async ([path, { blob }]) => [path, Buffer.from(await git.read(blob)).toString()] as const),
        ),
      )
    },
    async edit({ git }, changes, branch = 'main') {
      const bytes = Object.entries(changes).map(
        ([path, text]) => [path, text === null ? null : Buffer.from(text)] as const,
      )
      const parent = await git.head(branch)
      return git.commit({ branch, parent, changes: new Map(bytes), message: 'By a reader' })
    },
    async close() {
      await worker.close()
      await server.close()
      await gitHub.close()
      await gitHub.state.remove()
    },
  }
}
