import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onFailurePoint } from '../generation/failure-point.ts'
import { type PublishingFixture, startPublishing } from './publishing.fixture.ts'
import { everything } from './testing/github-state.ts'

let house: PublishingFixture
beforeAll(async () => {
  house = await startPublishing()
}, 60_000)
afterAll(() => house?.close())
afterEach(() => onFailurePoint(undefined))

const first = 'chapters/01-light.md'
const second = 'chapters/02-fog.md'
const chapter = (id: string) => house.ask('GET', `/v1/chapters/${id}`)
async function rewrite(id: string, content: string) {
  return house.ask('PUT', `/v1/chapters/${id}`, { content }, { 'if-match': '*' })
}

describe('publishing', () => {
  test('shows what would change, pushes it as one commit, and then there is nothing to do', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id)
    const preview = await house.ask('GET', `/v1/books/${book.id}/publishing/destinations/${id}/preview`)
    expect(preview.base).toBe(await repository.git.head('main'))
    expect(preview.kept).toEqual([])
    expect(preview.changes.map(({ path, change }: { path: string; change: string }) => [path, change])).toEqual([
      [first, 'added'],
      [second, 'added'],
      ['index.md', 'added'],
      ['myst.yml', 'added'],
    ])
    expect(preview.changes[1].diff).toBe(
      `--- /dev/null\n+++ b/${second}\n@@ -0,0 +1,3 @@\n+# Fog\n+\n+The horn sounds twice.\n`,
    )

    const done = await house.publish(book.id, id, { base: preview.base, message: 'The first edition' })
    expect(done).toMatchObject({ state: 'ready', added: 4, modified: 0, deleted: 0, error: null })
    expect(done.commit).toBe(await repository.git.head('main'))
    const texts = await house.texts(repository)
    expect(Object.keys(texts).sort()).toEqual(['README.md', first, second, 'index.md', 'myst.yml'])
    expect(texts['README.md']).toBe('# Mine\n')
    expect(texts[first]).toBe('# Light\n\nThe lamp burns oil.\n\nIt is seen far away.\n')

    const again = await house.publish(book.id, id)
    expect(again).toMatchObject({ state: 'ready', added: 0, commit: done.commit })
    const { items } = await house.ask('GET', `/v1/books/${book.id}/publishing/syncs`)
    expect(items).toMatchObject([{ direction: 'push', added: 4, message: 'The first edition', commit: done.commit }])
  }, 60_000)

  test('is refused when somebody pushed since the preview', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id)
    const path = `/v1/books/${book.id}/publishing/destinations/${id}/preview`
    const { base } = await house.ask('GET', path)
    const head = await house.edit(repository, { 'notes.txt': 'theirs' })
    await expect(house.publish(book.id, id, { base })).rejects.toMatchObject({ code: 'remote_moved', status: 409 })
    expect(await repository.git.head('main')).toBe(head)
  }, 60_000)

  test('never writes over what a reader edited, nor over a file of somebody else', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id)
    await house.edit(repository, { 'index.md': 'A stranger’s.\n' })
    await house.publish(book.id, id)
    await house.edit(repository, { [first]: '# Light\n\nThe lamp burns whale oil.\n' })
    await rewrite(book.chapters[0], '# Light\n\nThe lamp burns gas.\n')
    const done = await house.publish(book.id, id)
    expect(done).toMatchObject({ state: 'ready', modified: 0 })
    expect(done.log.map(({ line }: { line: string }) => line)).toEqual(
      expect.arrayContaining([
        `Left ${first} as it is: it was edited there.`,
        'Left index.md as it is: it is not of this book.',
      ]),
    )
    const texts = await house.texts(repository)
    expect(texts[first]).toContain('whale oil')
    expect(texts['index.md']).toBe('A stranger’s.\n')
  }, 60_000)

  test('a crash after the push does not push twice', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id)
    const { base } = await house.ask('GET', `/v1/books/${book.id}/publishing/destinations/${id}/preview`)
    onFailurePoint(point => {
      if (point !== 'book-pushed') return
      onFailurePoint(undefined)
      throw new Error('the power is cut')
    })
    const cut = await house.publish(book.id, id, { base })
    expect(cut).toMatchObject({ state: 'error', added: 4, commit: null })
    const head = await repository.git.head('main')
    expect(head).not.toBe(base)
    await house.ask('POST', `/v1/jobs/${cut.jobId}/resume`)
    const path = `/v1/books/${book.id}/publishing/deployments/${cut.id}`
    await expect.poll(async () => (await house.ask('GET', path)).state, { timeout: 20_000 }).toBe('ready')
    expect(await house.ask('GET', path)).toMatchObject({ commit: head, error: null })
    expect(await repository.git.head('main')).toBe(head)
  }, 60_000)

  test('asks by a pull request, and leaves the branch alone', async () => {
    const book = await house.makeBook('Sea marks')
    const { id, repository } = await house.makeDestination(book.id)
    const before = await repository.git.head('main')
    const done = await house.publish(book.id, id, { pullRequest: true, message: 'Please read' })
    expect(done.pullRequest).toBe(`https://github.test/ann/${repository.name}/pull/1`)
    expect(await repository.git.head('main')).toBe(before)
    expect(repository.pulls).toMatchObject([
      { title: 'Please read', base: 'main', head: expect.stringMatching(/^octavo\/sea-marks-/) },
    ])
    const texts = await house.texts(repository, repository.pulls[0]!.head)
    expect(texts[second]).toContain('horn')
  }, 60_000)

  test('an empty repository, and one that is made for it', async () => {
    const book = await house.makeBook()
    const empty = await house.gitHub.state.addRepository('ann', 'empty')
    const path = `/v1/books/${book.id}/publishing/destinations`
    const { id } = await house.ask('POST', path, { target: 'github', location: 'ann/empty' })
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'ready', added: 4 })
    expect(Object.keys(await house.texts(empty))).toHaveLength(4)

    await expect(house.ask('POST', path, { target: 'github', location: 'ann/none' })).rejects.toMatchObject({
      code: 'repository_unknown',
    })
    const made = await house.ask('POST', path, { target: 'github', location: 'ann/none', create: { private: true } })
    expect(made).toMatchObject({ location: 'ann/none', branch: 'main' })
    expect(house.gitHub.state.find('ann', 'none')).toMatchObject({ private: true })
    // The same place again is the same destination.
    expect((await house.ask('POST', path, { target: 'github', location: 'ann/none' })).id).toBe(made.id)
  }, 60_000)

  test('another book there is not touched', async () => {
    const [one, other] = [await house.makeBook('One'), await house.makeBook('Other')]
    const { id, repository } = await house.makeDestination(one.id)
    await house.publish(one.id, id)
    const place = { target: 'github', location: `ann/${repository.name}` }
    const { id: taken } = await house.ask('POST', `/v1/books/${other.id}/publishing/destinations`, place)
    expect(await house.publish(other.id, taken)).toMatchObject({ state: 'error', error: { code: 'destination_taken' } })
  }, 60_000)
})

describe('GitHub Pages', () => {
  const pages = { pages: true }
  const deployed = (state: string, description = '') => ({
    state,
    description,
    environment_url: 'https://ann.github.test/site/',
    log_url: 'https://github.test/log',
    created_at: '2026-01-01T00:00:00Z',
  })

  test('is enabled before the push and followed until it is shown', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id, pages)
    repository.onPush = (at, sha) => {
      expect(at.pages).toEqual({ build_type: 'workflow' })
      const statuses = [deployed('in_progress')]
      at.deployments.push({ id: 1, sha, environment: 'github-pages', statuses, upcoming: [deployed('success')] })
    }
    const done = await house.publish(book.id, id)
    expect(done).toMatchObject({ state: 'ready', added: 5, liveUrl: 'https://ann.github.test/site/' })
    const lines = done.log.map(({ line }: { line: string }) => line)
    expect(lines).toEqual(expect.arrayContaining(['GitHub says in progress.', 'The site is there.']))
    expect((await house.texts(repository))['.github/workflows/deploy.yml']).toContain('branches: ["main"]')
  }, 60_000)

  test('a site that cannot be built is an error with its log', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id, pages)
    repository.onPush = (at, sha) => {
      at.deployments.push({ id: 2, sha, environment: 'github-pages', statuses: [deployed('failure', 'myst failed')] })
    }
    const done = await house.publish(book.id, id)
    expect(done).toMatchObject({ state: 'error', error: { code: 'remote_failed' } })
    expect(done.error.message).toBe('GitHub could not build the site: myst failed. See https://github.test/log')
    expect(done.commit).toBe(await repository.git.head('main'))
  }, 60_000)
})

describe('bringing edits back', () => {
  async function published(extra = {}) {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id, extra)
    await house.publish(book.id, id)
    return { ...book, destination: id, repository }
  }

  test('merges three-way, as a version, and the next push goes on from there', async () => {
    const { id, chapters, destination, repository } = await published()
    await house.edit(repository, { [first]: '# Light\n\nThe lamp burns oil.\n\nIt is seen twenty miles away.\n' })
    await rewrite(chapters[0], '# Light\n\nThe lamp burns gas.\n\nIt is seen far away.\n')
    const done = await house.sync(id, destination)
    expect(done).toMatchObject({ state: 'completed', direction: 'pull', modified: 1, conflicts: [] })
    const merged = '# Light\n\nThe lamp burns gas.\n\nIt is seen twenty miles away.\n'
    expect(await chapter(chapters[0])).toMatchObject({ content: merged })
    const { items } = await house.ask('GET', `/v1/chapters/${chapters[0]}/versions`)
    expect(items[0]).toMatchObject({ changeType: 'imported', note: expect.stringContaining(`ann/${repository.name}@`) })

    expect(await house.publish(id, destination)).toMatchObject({ state: 'ready', modified: 1 })
    expect((await house.texts(repository))[first]).toBe(merged)
    expect(await house.sync(id, destination)).toMatchObject({ state: 'completed', files: [] })
  }, 60_000)

  test('asks where both changed the same, and does as chosen', async () => {
    const { id, chapters, destination, repository } = await published()
    const theirs = '# Light\n\nThe lamp burns whale oil.\n\nIt is seen twenty miles away.\n'
    await house.edit(repository, { [first]: theirs, 'index.md': 'Edited.\n', [second]: null })
    const mine = '# Light\n\nThe lamp burns gas.\n\nIt is seen far away.\n'
    await rewrite(chapters[0], mine)
    const asked = await house.sync(id, destination)
    expect(asked).toMatchObject({ state: 'conflicted' })
    expect(asked.conflicts).toEqual([
      {
        path: first,
        reason: 'text',
        chapterId: chapters[0],
        places: [
          {
            line: 3,
            base: 'The lamp burns oil.\n',
            book: 'The lamp burns gas.\n',
            repository: 'The lamp burns whale oil.\n',
          },
        ],
      },
      { path: second, reason: 'deleted', chapterId: chapters[1], places: [] },
      { path: 'index.md', reason: 'file', chapterId: null, places: [] },
    ])
    expect(await chapter(chapters[0])).toMatchObject({ content: mine })

    const choices = { [first]: 'repository', [second]: 'book', 'index.md': 'book' }
    await expect(house.sync(id, destination, { choices })).rejects.toMatchObject({ code: 'remote_moved' })
    const { commit } = asked
    expect(await house.sync(id, destination, { choices, commit })).toMatchObject({ state: 'completed', conflicts: [] })
    expect(await chapter(chapters[0])).toMatchObject({ content: theirs })
    expect(await house.publish(id, destination)).toMatchObject({ state: 'ready', added: 1, modified: 1 })
    const texts = await house.texts(repository)
    expect(texts[first]).toBe(theirs)
    expect(texts[second]).toContain('horn')
    expect(texts['index.md']).not.toBe('Edited.\n')
  }, 60_000)

  test('a new page becomes a chapter when asked, under a name of the book’s', async () => {
    const { id, destination, repository } = await published()
    await house.edit(repository, { 'chapters/extra.md': '# Storms\n\nThey come at night.\n' })
    expect(await house.sync(id, destination)).toMatchObject({ files: [{ path: 'chapters/extra.md', change: 'new' }] })
    expect(await house.sync(id, destination, { adopt: true })).toMatchObject({ state: 'completed', added: 1 })
    expect(await house.publish(id, destination)).toMatchObject({ state: 'ready', added: 1, deleted: 1 })
    const texts = await house.texts(repository)
    expect(texts['chapters/extra.md']).toBeUndefined()
    expect(texts['chapters/03-storms.md']).toBe('# Storms\n\nThey come at night.\n')
    expect(await house.sync(id, destination)).toMatchObject({ state: 'completed', files: [] })
  }, 60_000)

  test('solutions that are hidden stay in the book when an edit comes back', async () => {
    const book = await house.makeBook()
    const exercise = ':::{exercise}\n:label: ex-light\nHow far?\n:::\n\n:::{solution} ex-light\nTwenty miles.\n:::\n'
    await rewrite(book.chapters[1], `# Fog\n\n${exercise}\nThe horn.\n`)
    await house.ask('PATCH', `/v1/books/${book.id}/publishing/settings`, { hidesSolutions: true })
    const { id, repository } = await house.makeDestination(book.id)
    await house.publish(book.id, id)
    const out = (await house.texts(repository))[second]!
    expect(out).toContain('How far?')
    expect(out).not.toContain('Twenty miles.')
    await house.edit(repository, { [second]: out.replace('The horn.', 'The loud horn.') })
    expect(await house.sync(book.id, id)).toMatchObject({ state: 'completed', modified: 1 })
    expect(await chapter(book.chapters[1])).toMatchObject({ content: `# Fog\n\n${exercise}\nThe loud horn.\n` })
  }, 60_000)

  test('a crash in between changes nothing that was merged', async () => {
    const { id, chapters, destination, repository } = await published()
    await house.edit(repository, { [second]: '# Fog\n\nThe horn sounds thrice.\n' })
    onFailurePoint(point => {
      if (point !== 'edits-saved') return
      onFailurePoint(undefined)
      throw new Error('the power is cut')
    })
    const cut = await house.sync(id, destination)
    expect(cut.state).toBe('failed')
    const { version } = await chapter(chapters[1])
    await house.ask('POST', `/v1/jobs/${cut.jobId}/resume`)
    const path = `/v1/books/${id}/publishing/syncs/${cut.id}`
    await expect.poll(async () => (await house.ask('GET', path)).state, { timeout: 20_000 }).toBe('completed')
    expect(await chapter(chapters[1])).toMatchObject({ version, content: '# Fog\n\nThe horn sounds thrice.\n' })
  }, 60_000)

  test('a signed push pulls by itself, once; nothing else does', async () => {
    const { id, chapters, repository } = await published({ autoSync: true })
    const after = await house.edit(repository, { [second]: '# Fog\n\nThe horn sounds thrice.\n' })
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      after,
      repository: { full_name: `Ann/${repository.name}` },
    })
    const send = (event: string, delivery: string, secret = house.webhookSecret, text = body) =>
      house.server.request(undefined, 'POST', '/v1/webhooks/github', text, {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': delivery,
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
      })
    expect(await send('push', randomUUID(), 'another-secret-of-somebody')).toMatchObject({
      status: 401,
      body: { code: 'webhook_unsigned' },
    })
    expect(await send('push', randomUUID(), house.webhookSecret, '{"repository":')).toMatchObject({ status: 401 })
    expect(await send('ping', randomUUID())).toMatchObject({ status: 202, body: { syncs: 0 } })
    const delivery = randomUUID()
    expect(await send('push', delivery)).toMatchObject({ status: 202, body: { syncs: 1 } })
    expect(await send('push', delivery)).toMatchObject({ status: 202, body: { syncs: 0 } })
    await expect
      .poll(async () => (await chapter(chapters[1])).content, { timeout: 20_000 })
      .toBe('# Fog\n\nThe horn sounds thrice.\n')
    const { items } = await house.ask('GET', `/v1/books/${id}/publishing/syncs`)
    expect(items.filter(({ direction }: { direction: string }) => direction === 'pull')).toMatchObject([
      { trigger: 'webhook', repository: `ann/${repository.name}` },
    ])
  }, 60_000)
})

describe('connections', () => {
  test('keep their secrets from everybody, and from the log', async () => {
    const { items } = await house.ask('GET', '/v1/connections')
    expect(items).toMatchObject([{ kind: 'github', account: 'ann', lastFour: '6789' }])
    expect(JSON.stringify(items)).not.toContain(house.token)
    const stored = await house.server.database.asService('look at what is stored', tx =>
      tx.selectFrom('publishing.connections').selectAll().execute(),
    )
    expect(stored[0]!.ciphertext.toString('latin1')).not.toContain(house.token)
    expect(JSON.stringify(stored)).not.toContain(house.token)
    for (const secret of [house.token, house.webhookSecret]) {
      expect(house.server.logLines.filter(line => line.includes(secret))).toEqual([])
    }
  })

  test('are tried before they are kept', async () => {
    const connect = (token: string, name = 'Other') =>
      house.ask('POST', '/v1/connections', { kind: 'github', token, name })
    await expect(connect('github_pat_nobody_knows')).rejects.toMatchObject({ code: 'connection_invalid' })
    const app = { kind: 'github-app', installation: 1 }
    await expect(house.ask('POST', '/v1/connections', app)).rejects.toMatchObject({ code: 'forbidden' })
    const bob = await house.server.signUp('Bob')
    const { items } = (await house.server.request(bob, 'GET', '/v1/connections')).body
    expect(items).toEqual([])
    const theirs = { kind: 'github', token: house.token, organizationId: house.ann.organizationId }
    expect(await house.server.request(bob, 'POST', '/v1/connections', theirs)).toMatchObject({ status: 404 })
  })

  test('say when the repository is gone', async () => {
    const book = await house.makeBook()
    const { id, repository } = await house.makeDestination(book.id)
    house.gitHub.state.removeRepository(repository)
    const path = `/v1/books/${book.id}/publishing/destinations/${id}/preview`
    await expect(house.ask('GET', path)).rejects.toMatchObject({ code: 'repository_unknown' })
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'error', error: { code: 'repository_unknown' } })
  }, 60_000)

  test('say which permission is missing, and stop when they are revoked', async () => {
    const book = await house.makeBook()
    const { id } = await house.makeDestination(book.id)
    const { contents: _, ...rest } = everything
    house.gitHub.state.addToken(house.token, 'ann', { ...rest, contents: 'read' })
    const done = await house.publish(book.id, id)
    expect(done).toMatchObject({ state: 'error', error: { code: 'permission_missing' } })
    expect(done.error.message).toContain('"Contents: Read and write"')
    house.gitHub.state.revoke(house.token)
    expect(await house.publish(book.id, id)).toMatchObject({ state: 'error', error: { code: 'connection_invalid' } })
    house.gitHub.state.addToken(house.token, 'ann')
  }, 60_000)
})
