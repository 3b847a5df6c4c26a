import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openGitHub } from '../github/client.ts'
import { GitHubRepository } from '../github/github-repository.ts'
import { type GitHubServer, startGitHubServer } from '../testing/github-server.ts'
import { everything, GitHubState } from '../testing/github-state.ts'
import { BareRepository } from './bare-repository.ts'
import { blobName } from './blob-name.ts'
import { BranchMoved, type Repository } from './repository.ts'

const token = 'github_pat_of_ann'
let folder: string
let server: GitHubServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-git-'))
  server = await startGitHubServer(await GitHubState.make())
  server.state.addToken(token, 'ann')
})
afterAll(async () => {
  await server?.close()
  await server?.state.remove()
  await rm(folder, { recursive: true, force: true })
})

const bytes = (text: string) => Buffer.from(text)
let count = 0

describe.each<[string, () => Promise<Repository>]>([
  [
    'over the file system',
    async () => {
      const repository = new BareRepository(join(folder, `${++count}.git`))
      await repository.init()
      return repository
    },
  ],
  [
    'on GitHub',
    async () => {
      await server.state.addRepository('ann', `book-${++count}`)
      const github = await openGitHub({ apiUrl: server.url, app: undefined }, { token })
      return new GitHubRepository(github, `ann/book-${count}`)
    },
  ],
])('a repository %s', (_where, make) => {
  let repository: Repository
  beforeEach(async () => {
    repository = await make()
  })
  const commit = (parent: string | null, changes: Record<string, string | Buffer | null>, branch = 'main') =>
    repository.commit({
      branch,
      parent,
      message: 'Change',
      changes: new Map(Object.entries(changes).map(([path, text]) => [path, text === null ? null : Buffer.from(text)])),
    })
  const texts = async (at: string) => {
    const files = [...(await repository.tree(at))].filter(([path]) => path !== '.octavo/README.md')
    return Object.fromEntries(
      await Promise.all(
        files.map(async ([path, { blob }]) => [path, Buffer.from(await repository.read(blob)).toString()] as const),
      ),
    )
  }

  test('begins empty, takes commits, and names blobs as Git does', async () => {
    expect(await repository.head('main')).toBeNull()
    const picture = Buffer.from([0, 255, 137, 80])
    const first = await commit(null, { 'a.md': 'a\n', 'chapters/b.md': 'b\n', 'images/p.png': picture })
    expect(await repository.head('main')).toBe(first)
    const tree = await repository.tree(first)
    expect(tree.get('a.md')).toEqual({ blob: blobName(bytes('a\n')), mode: '100644' })
    expect(Buffer.from(await repository.read(tree.get('images/p.png')!.blob))).toEqual(picture)

    const second = await commit(first, { 'chapters/b.md': null, 'chapters/deep/c.md': 'ć\r\n', 'images/p.png': null })
    expect(await texts(second)).toEqual({ 'a.md': 'a\n', 'chapters/deep/c.md': 'ć\r\n' })
    expect(await repository.defaultBranch()).toBe('main')
  })

  test('a commit that comes too late is refused, and what is there stays', async () => {
    const first = await commit(null, { 'a.md': 'a' })
    const second = await commit(first, { 'a.md': 'b' })
    await expect(commit(first, { 'a.md': 'c' })).rejects.toThrow(BranchMoved)
    expect(await repository.head('main')).toBe(second)
    expect(await texts(second)).toEqual({ 'a.md': 'b' })
  })

  test('a branch begins where another is, once', async () => {
    const first = await commit(null, { 'a.md': 'a' })
    await repository.createBranch('octavo/next', first)
    await commit(first, { 'a.md': 'next' }, 'octavo/next')
    expect(await repository.head('main')).toBe(first)
    await expect(repository.createBranch('octavo/next', first)).rejects.toThrow(BranchMoved)
  })
})

describe('GitHub', () => {
  const open = (as = token) => openGitHub({ apiUrl: server.url, app: undefined }, { token: as })
  const push = async (path: string, as?: string) => {
    const repository = new GitHubRepository(await open(as), 'ann/strict')
    const parent = await repository.head('main')
    return repository.commit({ branch: 'main', parent, message: 'Change', changes: new Map([[path, bytes('x')]]) })
  }
  beforeAll(async () => {
    await server.state.addRepository('ann', 'strict')
    await push('a.md')
  })

  test('waits as long as it says, and says so when that is too long', async () => {
    server.fail({ status: 429, headers: { 'retry-after': '0' }, times: 2, match: /^POST .*trees/ })
    await push('b.md')
    server.fail({
      status: 403,
      message: 'You have exceeded a secondary rate limit.',
      headers: { 'retry-after': '3600' },
    })
    await expect(push('c.md')).rejects.toMatchObject({ code: 'remote_busy', retryAfter: 3600 })
    server.fail({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' } })
    await expect(push('c.md')).rejects.toMatchObject({ code: 'remote_busy' })
  })

  test('says which permission is missing', async () => {
    server.state.addToken('reader', 'ann', { contents: 'read' })
    await expect(push('d.md', 'reader')).rejects.toMatchObject({
      code: 'permission_missing',
      message: expect.stringContaining('"Contents: Read and write"'),
    })
    const { workflows: _, ...others } = everything
    server.state.addToken('no-workflows', 'ann', others)
    await expect(push('.github/workflows/deploy.yml', 'no-workflows')).rejects.toMatchObject({
      code: 'permission_missing',
      message: expect.stringContaining('"Workflows: Read and write"'),
    })
    await expect(push('d.md', 'wrong')).rejects.toMatchObject({ code: 'connection_invalid' })
  })

  test('a server that fails is not asked to write twice', async () => {
    const before = server.requests.length
    server.fail({ status: 502, match: /^POST .*commits/ })
    await expect(push('e.md')).rejects.toMatchObject({ code: 'remote_failed' })
    expect(
      server.requests.slice(before).filter(line => line.startsWith('POST') && line.endsWith('commits')),
    ).toHaveLength(1)
  })
})
