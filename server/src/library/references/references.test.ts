import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { scanLabels } from './scan-labels.ts'

let server: TestServer
let ada: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ada = await server.signUp('Ada Lovelace')
})
afterAll(() => server?.close())

test('labels are found on pages, headings, directives, equations and paragraphs', () => {
  const text = [
    '---\nlabel: ch-shore\n---\n\n# The shore\n\n(sec-line)=\n## The line\n',
    ':::{figure} zonation.svg\n:label: fig-zonation\n:::\n\n$$\nx\n$$ (eq-x)\n',
    '(here)=\n\nA paragraph.\n\n::::{div .lead #lead}\n::::\n',
  ].join('\n')
  expect(scanLabels(text)).toEqual([
    { label: 'ch-shore', kind: 'page', title: 'The shore', line: 2 },
    { label: 'sec-line', kind: 'heading', title: 'The line', line: 7 },
    { label: 'fig-zonation', kind: 'figure', title: 'zonation.svg', line: 11 },
    { label: 'eq-x', kind: 'equation', title: '', line: 16 },
    { label: 'here', kind: 'paragraph', title: 'A paragraph.', line: 18 },
    { label: 'lead', kind: 'div', title: '', line: 22 },
  ])
})

test('a book lists what its chapters can refer to, and to nobody else', async () => {
  const { body: book } = await server.request(ada, 'POST', '/v1/books', { title: 'Shores' })
  const chapter = await server.request(ada, 'POST', `/v1/books/${book.id}/chapters`, {
    title: 'One',
    content: '(a)=\n# One\n',
  })
  const form = new FormData()
  form.set('kind', 'bibliography')
  form.append('files', new File(['@book{knuth1974, title={Art}}'], 'references.bib'))
  await server.request(ada, 'POST', `/v1/books/${book.id}/files`, form)
  const path = `/v1/books/${book.id}/references`
  expect((await server.request(ada, 'GET', path)).body).toEqual({
    labels: [{ label: 'a', kind: 'heading', title: 'One', line: 1, chapterId: chapter.body.id, chapter: 'One' }],
    citations: [{ key: 'knuth1974', file: 'references.bib' }],
  })
  await server.request(
    ada,
    'PUT',
    `/v1/chapters/${chapter.body.id}`,
    { content: '(b)=\n# One' },
    { 'if-match': '"v1"' },
  )
  expect((await server.request(ada, 'GET', path)).body.labels).toMatchObject([{ label: 'b' }])
  const outsider = await server.signUp('Outsider')
  expect((await server.request(outsider, 'GET', path)).body.code).toBe('not_found')
})
