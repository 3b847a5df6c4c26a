import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncCatalogue } from '../generation/catalogue.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { auditLinks } from './audits.ts'

let server: TestServer
let author: TestPerson
let viewer: TestPerson
let stranger: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  await syncCatalogue(server.octavo)
  author = await server.signUp('Ada')
  viewer = await server.signUp('Vera')
  stranger = await server.signUp('Eve')
})
afterAll(() => server?.close())

const ask = (method: string, path: string, body?: unknown, person = author, headers = {}) =>
  server.request(person, method, path, body, headers)

async function makeBook(fields = {}): Promise<string> {
  const { body } = await ask('POST', '/v1/books', { title: `Bees ${Math.random()}`, ...fields })
  await server.database.asService('let a viewer in', tx =>
    tx
      .insertInto('library.collaborators')
      .values({ book_id: body.id, user_id: viewer.userId, role: 'viewer' })
      .execute(),
  )
  return body.id
}

async function addChapter(bookId: string, title: string, content: string): Promise<string> {
  const { body } = await ask('POST', `/v1/books/${bookId}/chapters`, { title, content })
  return body.id
}

const rulesOf = (audit: { findings: { rule: string }[] }) => audit.findings.map(finding => finding.rule)

test('an audit is kept, stale once the text changes, and made anew for whoever reads it', async () => {
  const bookId = await makeBook({ requiredFeatures: ['notes', 'Tip'] })
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\nTODO write this.\n\n:::{note}\nBees dance.\n:::\n')
  const first = (await ask('GET', `/v1/chapters/${chapterId}/audit`, undefined, viewer)).body
  expect(first).toMatchObject({
    version: 1,
    stale: false,
    file: 'chapters/01-hive.md',
    threshold: 80,
    features: { total: 2, found: 1, missing: 1 },
  })
  expect(first.features.items).toEqual(
    expect.arrayContaining([
      { id: 'note', required: true, count: 1, lines: [5] },
      { id: 'tip', required: true, count: 0, lines: [] },
    ]),
  )
  expect(rulesOf(first)).toEqual(expect.arrayContaining(['placeholder-text', 'missing-feature']))
  expect(first.findings.find((each: { rule: string }) => each.rule === 'placeholder-text')).toMatchObject({ line: 3 })

  await ask('PUT', `/v1/chapters/${chapterId}`, { content: '# Hive\n\nBees dance.\n' }, author, { 'if-match': '"v1"' })
  const stale = (await ask('GET', `/v1/chapters/${chapterId}/audit?refresh=false`)).body
  expect(stale).toMatchObject({ version: 1, stale: true, auditedAt: first.auditedAt })
  const again = (await ask('GET', `/v1/chapters/${chapterId}/audit`)).body
  expect(again).toMatchObject({ version: 2, stale: false, features: { found: 0, missing: 2 } })
  expect(rulesOf(again)).not.toContain('placeholder-text')
})

test('a book is audited across its chapters', async () => {
  const bookId = await makeBook()
  const repeated = 'The queen of a hive lays more eggs in a day than she weighs herself, and more in May than in June.'
  await addChapter(bookId, 'Queen', `(queen)=\n# Queen\n\n${repeated}\n`)
  const hive = await addChapter(bookId, 'Hive', `# Hive\n\nSee {ref}\`queen\` and {ref}\`drone\`.\n\n${repeated}\n`)
  const { body: book } = await ask('GET', `/v1/books/${bookId}/audit`, undefined, viewer)
  expect(book.chapters.map((chapter: { title: string }) => chapter.title)).toEqual(['Queen', 'Hive'])
  const own = book.chapters[1]
  expect(own.findings.filter((finding: { rule: string }) => finding.rule === 'broken-reference')).toMatchObject([
    { message: expect.stringContaining('"drone"') },
  ])
  expect(rulesOf(own)).toContain('repeated-sentence')
  expect(book.counts.error).toBe(book.chapters[0].counts.error + own.counts.error)

  const sarif = await ask('GET', `/v1/books/${bookId}/audit?format=sarif`)
  expect(sarif.headers.get('content-type')).toContain('application/sarif+json')
  expect(sarif.body).toMatchObject({ version: '2.1.0' })
  expect(JSON.stringify(sarif.body)).toContain('chapters/02-hive.md')

  // Another chapter gets the label that was missing here: this one's audit is stale, though its text is the same.
  await addChapter(bookId, 'Drone', '(drone)=\n# Drone\n\nHe does little.\n')
  expect((await ask('GET', `/v1/chapters/${hive}/audit?refresh=false`)).body).toMatchObject({ stale: true })
  expect(rulesOf((await ask('GET', `/v1/chapters/${hive}/audit`)).body)).not.toContain('broken-reference')
})

test('a rule is silenced with a reason, and heard again', async () => {
  const bookId = await makeBook()
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\nTODO write this.\n')
  const path = `/v1/books/${bookId}/silences`
  const made = await ask('POST', path, { rule: 'placeholder-text', reason: 'It is a draft.' })
  expect(made).toMatchObject({ status: 201, body: { rule: 'placeholder-text', by: { name: 'Ada' } } })
  const audit = (await ask('GET', `/v1/chapters/${chapterId}/audit`)).body
  expect(rulesOf(audit)).not.toContain('placeholder-text')
  expect(audit.silenced).toEqual({ 'placeholder-text': 1 })
  expect((await ask('POST', path, { rule: 'placeholder-text', reason: 'Again.' })).body).toMatchObject({ status: 409 })
  expect((await ask('POST', path, { rule: 'nonsense', reason: 'x' })).body).toMatchObject({ code: 'rule_unknown' })
  expect((await ask('GET', path, undefined, viewer)).body.items).toHaveLength(1)
  expect((await ask('DELETE', `${path}/placeholder-text`, undefined, viewer)).status).toBe(403)
  expect((await ask('DELETE', `${path}/placeholder-text`)).status).toBe(204)
  expect(rulesOf((await ask('GET', `/v1/chapters/${chapterId}/audit`)).body)).toContain('placeholder-text')
})

test('what a book avoids, and the score it asks for, are settings of the book', async () => {
  const bookId = await makeBook({ styleWords: [{ word: 'utilize', instead: 'use' }], auditThreshold: 95 })
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\nBees utilize wax.\n')
  const audit = (await ask('GET', `/v1/chapters/${chapterId}/audit`)).body
  expect(rulesOf(audit)).toContain('style-word')
  expect(audit.threshold).toBe(95)
  const { body } = await ask('PATCH', `/v1/books/${bookId}`, { styleWords: [], remediationAttempts: 5 }, author, {
    'if-match': '*',
  })
  expect(body).toMatchObject({ styleWords: [], remediationAttempts: 5, remediateAutomatically: false })
  const six = await ask('PATCH', `/v1/books/${bookId}`, { remediationAttempts: 6 }, author, { 'if-match': '*' })
  expect(six.status).toBe(422)
  expect(rulesOf((await ask('GET', `/v1/chapters/${chapterId}/audit`)).body)).not.toContain('style-word')
})

test('an operator switches a feature off, and no book misses it any more', async () => {
  const operator = await server.signUp('Olga')
  await server.database.asService('make an operator', tx =>
    tx.insertInto('identity.user_roles').values({ user_id: operator.userId, role: 'superadmin' }).execute(),
  )
  const bookId = await makeBook({ requiredFeatures: ['figure'] })
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\nBees.\n')
  const required = async () => (await ask('GET', `/v1/chapters/${chapterId}/audit`)).body.features.total
  expect(await required()).toBe(1)
  expect((await ask('PATCH', '/v1/operator/features/figure', { active: false })).status).toBe(403)
  const off = await ask('PATCH', '/v1/operator/features/figure', { active: false }, operator)
  expect(off.body).toMatchObject({ id: 'figure', active: false })
  expect(await required()).toBe(0)
  await syncCatalogue(server.octavo)
  const { body } = await ask('GET', '/v1/features?category=media', undefined, stranger)
  expect(body.items.find((feature: { id: string }) => feature.id === 'figure')).toMatchObject({ active: false })
  expect(body.items.every((feature: { category: string }) => feature.category === 'media')).toBe(true)
  expect((await ask('GET', '/v1/features')).body.items.length).toBeGreaterThanOrEqual(130)
  await ask('PATCH', '/v1/operator/features/figure', { active: true }, operator)
})

test('dead links are found when somebody asks', async () => {
  const hosts: Server = createServer((request, response) =>
    response.writeHead(request.url === '/gone' ? 404 : 200).end(),
  )
  await new Promise<void>(resolve => hosts.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(hosts.address() as AddressInfo).port}`
  const bookId = await makeBook()
  const chapterId = await addChapter(bookId, 'Hive', `# Hive\n\n[Here](${origin}/here), [gone](${origin}/gone).\n`)
  expect(rulesOf((await ask('GET', `/v1/chapters/${chapterId}/audit`)).body)).not.toContain('dead-link')
  const options = { isAllowedAddress: () => true, pause: 0 }
  const { chapters } = await auditLinks(server.octavo, author, bookId, chapterId, options)
  expect(chapters[0]!.findings.filter(finding => finding.rule === 'dead-link')).toMatchObject([
    { message: expect.stringContaining('/gone') },
  ])
  expect((await ask('POST', `/v1/chapters/${chapterId}/audit`, { links: true }, viewer)).status).toBe(403)
  await new Promise(resolve => hosts.close(resolve))
})

test('a viewer reads audits and changes nothing; an outsider finds nothing', async () => {
  const bookId = await makeBook()
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\n#### Too deep\n\nBees.\n')
  const fixed = (await ask('POST', `/v1/chapters/${chapterId}/fixes`, {})).body
  const requests: [string, string, object?][] = [
    ['GET', `/v1/chapters/${chapterId}/audit`],
    ['GET', `/v1/books/${bookId}/audit`],
    ['GET', `/v1/books/${bookId}/silences`],
    ['GET', `/v1/chapters/${chapterId}/fixes`],
    ['GET', `/v1/chapters/${chapterId}/remediations`],
    ['GET', `/v1/remediations/${fixed.id}`],
    ['POST', `/v1/chapters/${chapterId}/remediations`, {}],
    ['POST', `/v1/chapters/${chapterId}/revisions`, { action: 'shorten', start: 0, end: 5, version: 1 }],
    ['POST', `/v1/chapters/${chapterId}/fixes`, {}],
    ['POST', `/v1/remediations/${fixed.id}/decide`, { accept: 'all' }],
    ['POST', `/v1/books/${bookId}/silences`, { rule: 'placeholder-text', reason: 'x' }],
    ['POST', `/v1/books/${bookId}/audit`, { links: true }],
  ]
  for (const [method, path, body] of requests) {
    expect((await ask(method, path, body, viewer)).status, `${method} ${path}`).toBe(method === 'GET' ? 200 : 403)
    expect((await ask(method, path, body, stranger)).status, `${method} ${path}`).toBe(404)
    expect((await server.request(undefined, method, path, body)).status, `${method} ${path}`).toBe(401)
  }
  expect((await ask('GET', `/v1/chapters/${chapterId}`)).body).toMatchObject({ version: 1 })
})

test('what cannot be remediated is refused with what to do', async () => {
  const bookId = await makeBook()
  const empty = await addChapter(bookId, 'Empty', '')
  const chapterId = await addChapter(bookId, 'Hive', '# Hive\n\nBees.\n')
  const path = `/v1/chapters/${chapterId}/remediations`
  const refusal = async (body: object, at = path) => (await ask('POST', at, body)).body
  expect(await refusal({ features: ['hologram'] })).toMatchObject({ status: 422, code: 'feature_unknown' })
  expect(await refusal({ findings: ['nonsense'] })).toMatchObject({ status: 422, code: 'rule_unknown' })
  expect(await refusal({ model: 'anthropic/claude-sonnet-5' })).toMatchObject({ status: 422 })
  expect(await refusal({}, `/v1/chapters/${empty}/remediations`)).toMatchObject({ status: 409, code: 'chapter_empty' })
  expect((await ask('GET', `/v1/chapters/${empty}/audit`)).body).toMatchObject({ code: 'chapter_empty' })
  const pending = (await ask('POST', path, {})).body
  expect(pending).toMatchObject({ state: 'pending', hunks: [] })
  const decide = `/v1/remediations/${pending.id}/decide`
  expect(await refusal({ accept: 'all' }, decide)).toMatchObject({ status: 409, code: 'remediation_open' })
  await ask('POST', `/v1/jobs/${pending.jobId}/cancel`)
  expect((await ask('GET', `/v1/remediations/${pending.id}`)).body).toMatchObject({
    state: 'failed',
    error: { code: 'canceled' },
  })
})

test('an audit knows the pictures, files and bibliographies of a book', async () => {
  const bookId = await makeBook()
  const text = `# Hive

![A bee](images/bee.png) ![A hive](../images/hive.png) ![A swarm](/images/swarm.png)

See {cite}\`seeley2010\`, {cite}\`frisch1967\` and [the data](data/hive.csv).
`
  const chapterId = await addChapter(bookId, 'Hive', text)
  const found = async () =>
    rulesOf((await ask('GET', `/v1/chapters/${chapterId}/audit`)).body).filter(rule =>
      ['missing-image', 'misnamed-image', 'broken-citation', 'broken-link'].includes(rule),
    )
  expect(await found()).toEqual(['missing-image', 'missing-image', 'missing-image', 'broken-link'])
  const put = (kind: string, name: string, body: unknown) =>
    ask('PUT', `/v1/books/${bookId}/files?${new URLSearchParams({ kind, name })}`, body)
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
  // As a file the author renamed since: the name is his, the kind is told by the content.
  const swarm = (await put('image', 'images/swarm.svg', svg)).body
  await ask('PATCH', `/v1/files/${swarm.id}`, { name: 'images/swarm.png' })
  const bee = (await put('image', 'images/bee.svg', svg)).body
  await ask('PATCH', `/v1/files/${bee.id}`, { name: 'images/bee.png' })
  await put('attachment', 'data/hive.csv', 'day,bees\n1,20000\n')
  await put('bibliography', 'references.bib', '@book{seeley2010,\n title = {Honeybee Democracy}}\n')
  expect((await found()).sort()).toEqual(['broken-citation', 'misnamed-image', 'misnamed-image', 'missing-image'])
})
