import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import type { PreviewView } from './preview.ts'

let server: TestServer
let ann: TestPerson
let vera: TestPerson
let eve: TestPerson
let book: string
let hive: string
let swarm: string

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  vera = await server.signUp('Vera')
  eve = await server.signUp('Eve')
  book = (await ask('POST', '/books', { title: 'Bees' })).body.id
  hive = await chapter('Hive', '# Hive\n\n(comb)=\n## The comb\n\nWax. See [](#flight).\n')
  swarm = await chapter('Swarm', '# Swarm\n\n(flight)=\n## The flight\n\nAway.\n')
  await ask('PUT', `/books/${book}/files?name=images/bee.svg`, svg)
  await server.database.asService('a member for a test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: ann.organizationId, user_id: vera.userId, role: 'viewer' })
      .execute(),
  )
})
afterAll(() => server?.close())

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
const ask = (method: string, path: string, body?: unknown, person: TestPerson | undefined = ann) =>
  server.request(person, method, `/v1${path}`, body)

async function chapter(title: string, content: string): Promise<string> {
  return (await ask('POST', `/books/${book}/chapters`, { title, content })).body.id
}

async function preview(text: string, id = hive, more: object = {}): Promise<PreviewView> {
  const { status, body } = await ask('POST', `/chapters/${id}/preview`, { text, ...more })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

test('shows a text that is not saved, block by block with its lines', async () => {
  const shown = await preview('# The *hive*\n\nOne.\n\n- a\n- b\n\n## Below\n\nTwo.[^n]\n\n[^n]: Small.\n')
  expect(shown).toMatchObject({ kind: 'chapter', numberLabel: 'Chapter 1', title: 'The <em>hive</em>', problems: [] })
  expect(shown.blocks.map(({ line, html }) => [line, html?.slice(0, 3)])).toEqual([
    [3, '<p>'],
    [5, '<ul'],
    [8, '<h2'],
    [10, '<p>'],
  ])
  expect(shown.notes).toContain('Small.')
  expect((await ask('GET', `/chapters/${hive}`)).body).toMatchObject({
    version: 1,
    content: expect.stringContaining('Wax'),
  })
})

test('numbers and refers as the book does', async () => {
  const shown = await preview('# Swarm\n\n(flight)=\n## The flight\n\nFrom [](#comb), [here](#flight).\n', swarm)
  expect(shown.numberLabel).toBe('Chapter 2')
  expect(shown.blocks[0]!.html).toContain('2.1')
  expect(shown.blocks[1]!.html).toContain(`href="/books/${book}/edit/${hive}#comb"`)
  expect(shown.blocks[1]!.html).toContain('href="#flight"')
  // What is saved in another chapter is seen at once.
  const changed = '# Hive\n\n## New\n\n(comb)=\n## The comb\n'
  await server.request(ann, 'PUT', `/v1/chapters/${hive}`, { content: changed }, { 'if-match': '*' })
  expect((await preview('# Swarm\n\n[](#comb)\n', swarm)).blocks[0]!.html).toContain('Section 1.2')
})

test('sends what is known without its HTML', async () => {
  const first = await preview('# Hive\n\nOne.\n\nTwo.\n')
  const known = first.blocks.map(({ key }) => key)
  const second = await preview('# Hive\n\nOne.\n\nTwo, changed.\n', hive, { known })
  expect(second.blocks.map(({ html }) => html)).toEqual([null, '<p>Two, changed.</p>'])
  expect(second.blocks[0]!.key).toBe(known[0])
})

test('shows the files of the book, and says what is wrong and where', async () => {
  const text = '# Hive\n\n![A bee](images/bee.svg)\n\n![Gone](images/gone.png)\n\n[](#nowhere)\n'
  const shown = await preview(text)
  expect(shown.blocks[0]!.html).toMatch(/<img src="\/v1\/files\/[\w-]+\/content" alt="A bee" width="30" height="20"/)
  expect(shown.problems).toMatchObject([
    { line: 5, rule: 'missing-image' },
    { line: 7, rule: 'broken-reference' },
  ])
})

test('a directive that is not yet written to its end is shown as it is', async () => {
  const shown = await preview('# Hive\n\nOne.\n\n:::{figure}\n:::\n\n:::{iframe}\n:::\n\n{abbr}``\n\nLast.\n')
  expect(shown.blocks.at(-1)!.html).toBe('<p>Last.</p>')
  expect(shown.blocks.map(({ html }) => html).join('')).toContain('{iframe}')
  expect(shown.problems[0]).toMatchObject({ line: 8, rule: 'unknown-directive' })
})

test('an empty text and one without a title are shown too', async () => {
  expect(await preview('')).toMatchObject({ title: 'Hive', blocks: [] })
  expect(await preview('Words.\n')).toMatchObject({ title: 'Hive', blocks: [{ line: 1, html: '<p>Words.</p>' }] })
})

test('what a page includes or embeds stands at the line that asks for it', async () => {
  await ask('PUT', `/books/${book}/files?name=part.md&kind=attachment`, 'First.\n\nSecond.\n')
  const shown = await preview('# Hive\n\nOne.\n\n```{include} part.md\n```\n\n```{embed} #flight\n```\n\nLast.\n')
  expect(shown.blocks.map(({ line }) => line)).toEqual([3, 5, 5, 8, 11])
})

test('a viewer may see it, an outsider and nobody may not', async () => {
  const path = `/chapters/${hive}/preview`
  expect((await ask('POST', path, { text: 'x' }, vera)).status).toBe(200)
  expect((await ask('POST', path, { text: 'x' }, eve)).status).toBe(404)
  expect((await server.request(undefined, 'POST', `/v1${path}`, { text: 'x' })).status).toBe(401)
})

test('a newer request of a window ends the older one', async () => {
  const path = `/chapters/${hive}/preview`
  // Long enough that the first is still being shown when the last is asked for.
  const long = 'A line of words.\n\n'.repeat(4_000)
  const answers = await Promise.all(
    ['a', 'b', 'c']
      .map(text => ask('POST', path, { text: `${long}${text}`, window: 'one' }))
      .concat([ask('POST', path, { text: 'd', window: 'two' })]),
  )
  const codes = answers.map(({ status, body }) => (status === 200 ? 'shown' : body.code))
  expect(codes.slice(0, 3).sort()).toEqual(['preview_superseded', 'preview_superseded', 'shown'])
  expect(codes[3]).toBe('shown')
})

test('a text that is too long is refused in words', async () => {
  const { status, body } = await ask('POST', `/chapters/${hive}/preview`, { text: 'word '.repeat(100_000) })
  expect(status).toBe(413)
  expect(body).toMatchObject({ code: 'preview_too_long', detail: expect.stringContaining('500,000') })
})

test('serves the style of the site and its fonts from here', async () => {
  const { styles } = await preview('x')
  const css = await server.request(undefined, 'GET', styles.literary)
  expect(css.headers.get('cache-control')).toContain('immutable')
  expect(css.body).toContain('[data-theme="literary"]')
  expect(css.body).not.toMatch(/url\(['"]?(https?:)?\/\/|@import/)
  const font = /url\('(\/v1\/preview\/fonts\/[^']+)'\)/.exec(css.body)![1]!
  expect((await server.request(undefined, 'GET', font)).headers.get('content-type')).toBe('font/woff2')
  expect((await server.request(undefined, 'GET', '/v1/preview/fonts/none.woff2')).status).toBe(404)
  expect((await server.request(undefined, 'GET', '/v1/preview.css?theme=literary')).headers.get('cache-control')).toBe(
    'no-cache',
  )
})
