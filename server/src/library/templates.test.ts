import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let ann: TestPerson
let outsider: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  outsider = await server.signUp('Otto')
})
afterAll(() => server?.close())

test('a book becomes a template, and the template a book', async () => {
  const fields = {
    title: 'Field Guide',
    kind: 'academic',
    outlinePrompt: 'Plan',
    chapterPrompt: 'Write',
    requiredFeatures: ['note'],
  }
  const book = (await server.request(ann, 'POST', '/v1/books', fields)).body
  const items = [
    { title: 'Part', kind: 'part', children: [{ title: 'One', synopsis: 'S', sections: [{ title: 'Why' }] }] },
    { title: 'Two' },
  ]
  await server.request(ann, 'PUT', `/v1/books/${book.id}/outline`, { items })
  const saved = await server.request(ann, 'POST', `/v1/books/${book.id}/template`, { suggestedFeatures: ['figure'] })
  expect(saved).toMatchObject({
    status: 201,
    body: {
      name: 'Field Guide',
      category: 'academic',
      outlinePrompt: 'Plan',
      requiredFeatures: ['note'],
      suggestedFeatures: ['figure'],
      isPublic: false,
      useCount: 0,
    },
  })
  const made = await server.request(ann, 'POST', `/v1/templates/${saved.body.id}/books`, {
    title: 'Another',
    chapterPrompt: 'Mine',
  })
  expect(made).toMatchObject({
    status: 201,
    body: {
      title: 'Another',
      kind: 'academic',
      outlinePrompt: 'Plan',
      chapterPrompt: 'Mine',
      requiredFeatures: ['note'],
    },
  })
  const outline = await server.request(ann, 'GET', `/v1/books/${made.body.id}/outline`)
  expect(outline.body.items).toMatchObject([
    {
      title: 'Part',
      kind: 'part',
      children: [{ title: 'One', synopsis: 'S', status: 'pending', sections: [{ title: 'Why', passages: [] }] }],
    },
    { title: 'Two' },
  ])
  expect((await server.request(ann, 'GET', `/v1/templates/${saved.body.id}`)).body.useCount).toBe(1)
})

test('uses at once are all counted, and a refused one is not', async () => {
  const template = (
    await server.request(ann, 'POST', '/v1/templates', { name: 'Counted', category: 'fiction', isPublic: true })
  ).body
  const starts = Array.from({ length: 20 }, (_, index) =>
    server.request(index % 2 ? ann : outsider, 'POST', `/v1/templates/${template.id}/books`, { title: 'Same' }),
  )
  expect((await Promise.all(starts)).map(answer => answer.status)).toEqual(Array(20).fill(201))
  const elsewhere = { title: 'No', organizationId: ann.organizationId }
  expect((await server.request(outsider, 'POST', `/v1/templates/${template.id}/books`, elsewhere)).status).toBe(404)
  expect((await server.request(ann, 'GET', `/v1/templates/${template.id}`)).body.useCount).toBe(20)
})

test('templates are changed, shared, found and deleted by their own only', async () => {
  const template = (await server.request(ann, 'POST', '/v1/templates', { name: 'Mystery 100%', category: 'fiction' }))
    .body
  const path = `/v1/templates/${template.id}`
  for (const [method, body] of [['GET'], ['PATCH', { name: 'X' }], ['DELETE']] as const) {
    expect((await server.request(outsider, method, path, body)).status).toBe(404)
  }
  const sampleOutline = [{ title: 'One', children: [{ title: 'Deep' }] }]
  const shared = await server.request(ann, 'PATCH', path, { isPublic: true, description: 'For all', sampleOutline })
  expect(shared.body).toMatchObject({ isPublic: true, sampleOutline })
  const found = await server.request(outsider, 'GET', '/v1/templates?category=fiction&q=100%25+all')
  expect(found.body.items).toMatchObject([{ id: template.id }])
  expect(
    (await server.request(outsider, 'GET', `/v1/templates?organization=${outsider.organizationId}`)).body.items,
  ).toEqual([])
  expect((await server.request(outsider, 'PATCH', path, { name: 'X' })).status).toBe(403)
  expect((await server.request(outsider, 'DELETE', path)).status).toBe(403)
  expect((await server.request(ann, 'GET', path)).body.name).toBe('Mystery 100%')
  expect((await server.request(ann, 'PATCH', path, { category: 'poem' })).status).toBe(422)
  expect((await server.request(ann, 'DELETE', path)).status).toBe(204)
  expect((await server.request(ann, 'GET', path)).status).toBe(404)
})
