import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, testOrigin } from '../testing.ts'

let server: TestServer
let owner: TestPerson
let outsider: TestPerson
/** Ids of the owner's things, by the names the routes are written with below. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp('Olga')
  outsider = await server.signUp('Otto')
  const make = async (path: string, body: object) => {
    const answer = await server.request(owner, 'POST', `/v1${path}`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }
  ids.book = (await make('/books', { title: 'Guarded' })).id
  ids.item = (await make(`/books/${ids.book}/outline/items`, { title: 'One' })).id
  ids.chapter = (await make(`/books/${ids.book}/chapters`, { outlineItemId: ids.item, content: '# One\n\nText.' })).id
  ids.source = (await make(`/books/${ids.book}/sources`, { origin: 'a.md', text: 'Text.' })).id
  ids.entry = (await make(`/books/${ids.book}/codex`, { kind: 'term', name: 'Text' })).id
  const file = await server.request(owner, 'PUT', `/v1/books/${ids.book}/files?kind=attachment&name=a.txt`, 'Text.')
  ids.file = file.body.id
  ids.comment = (await make(`/chapters/${ids.chapter}/comments`, { body: 'Why?' })).id
  const suggestion = { version: 1, content: '# One\n\nMore text.' }
  ids.suggestion = (await make(`/chapters/${ids.chapter}/suggestions`, suggestion)).id
  ids.template = (await make('/templates', { name: 'Private', category: 'fiction' })).id
  ids.guest = (await collaborator('viewer')).userId
  const invitation = { email: 'someone@example.com', role: 'viewer' }
  ids.invitation = (await make(`/books/${ids.book}/collaborators/invitations`, invitation)).id
})
afterAll(() => server?.close())

/** Somebody who was invited to the book by mail and accepted. */
async function collaborator(role: string, permissions?: string[], invitedBy = owner): Promise<TestPerson> {
  const person = await server.signUp(`Guest ${role}`)
  const path = `/v1/books/${ids.book}/collaborators/invitations`
  const invited = await server.request(invitedBy, 'POST', path, { email: person.email, role, permissions })
  expect(invited.status, JSON.stringify(invited.body)).toBe(201)
  const mail = (await server.mails()).findLast(one => one.to === person.email)!
  const token = /token=([\w-]+)/.exec(mail.text)![1]
  const accepted = await server.request(person, 'POST', '/v1/invitations/accept', { token })
  expect(accepted.status, JSON.stringify(accepted.body)).toBe(200)
  return person
}

type Level = 'read' | 'comment' | 'edit' | 'sources' | 'export' | 'admin' | 'own'

/** Every route below a thing of one's own: the smallest right it takes, and a body that is valid. */
const routes: [Level, string, string, unknown?][] = [
  ['read', 'GET', '/books/{book}'],
  ['edit', 'PATCH', '/books/{book}', { title: 'Changed' }],
  ['edit', 'DELETE', '/books/{book}'],
  ['edit', 'POST', '/books/{book}/restore'],
  ['edit', 'POST', '/books/{book}/archive'],
  ['own', 'POST', '/books/{book}/duplicate', {}],
  ['export', 'GET', '/books/{book}/export'],
  ['read', 'GET', '/books/{book}/collaborators'],
  ['admin', 'PATCH', '/books/{book}/collaborators/{guest}', { role: 'editor' }],
  ['admin', 'DELETE', '/books/{book}/collaborators/{guest}'],
  ['admin', 'GET', '/books/{book}/collaborators/invitations'],
  ['admin', 'POST', '/books/{book}/collaborators/invitations', { email: 'x@example.com', role: 'viewer' }],
  ['admin', 'DELETE', '/books/{book}/collaborators/invitations/{invitation}'],
  ['read', 'GET', '/books/{book}/outline'],
  ['edit', 'PUT', '/books/{book}/outline', { items: [] }],
  ['edit', 'POST', '/books/{book}/outline/items', { title: 'New' }],
  ['read', 'GET', '/outline-items/{item}/passages'],
  ['edit', 'PATCH', '/outline-items/{item}', { synopsis: 'Changed' }],
  ['edit', 'DELETE', '/outline-items/{item}'],
  ['edit', 'POST', '/books/{book}/chapters', { title: 'New' }],
  ['read', 'GET', '/chapters/{chapter}'],
  ['edit', 'PUT', '/chapters/{chapter}', { content: 'Changed' }],
  ['edit', 'PATCH', '/chapters/{chapter}', { notes: 'Changed' }],
  ['edit', 'DELETE', '/chapters/{chapter}'],
  ['read', 'GET', '/chapters/{chapter}/versions'],
  ['read', 'GET', '/chapters/{chapter}/versions/1'],
  ['edit', 'POST', '/chapters/{chapter}/versions/1/restore'],
  ['read', 'GET', '/chapters/{chapter}/versions/compare?from=1&to=1'],
  ['edit', 'PUT', '/chapters/{chapter}/versions/1/label', { name: 'First' }],
  ['edit', 'DELETE', '/chapters/{chapter}/versions/1/label'],
  ['edit', 'PATCH', '/chapters/{chapter}', { status: 'review' }],
  ['read', 'PUT', '/chapters/{chapter}/presence', { line: 1 }],
  ['read', 'GET', '/books/{book}/references'],
  ['read', 'GET', '/books/{book}/cover'],
  ['read', 'GET', '/books/{book}/review'],
  ['read', 'GET', '/books/{book}/comments'],
  ['read', 'GET', '/chapters/{chapter}/comments'],
  ['comment', 'POST', '/chapters/{chapter}/comments', { body: 'Because.' }],
  ['read', 'GET', '/comments/{comment}'],
  // By somebody who did not write it.
  ['edit', 'PATCH', '/comments/{comment}', { body: 'Changed' }],
  ['edit', 'DELETE', '/comments/{comment}'],
  ['edit', 'POST', '/comments/{comment}/resolve'],
  ['edit', 'DELETE', '/comments/{comment}/resolve'],
  ['read', 'GET', '/books/{book}/suggestions'],
  ['read', 'GET', '/chapters/{chapter}/suggestions'],
  ['comment', 'POST', '/chapters/{chapter}/suggestions', { version: 1, content: 'Changed' }],
  ['read', 'GET', '/suggestions/{suggestion}'],
  ['edit', 'DELETE', '/suggestions/{suggestion}'],
  ['edit', 'POST', '/suggestions/{suggestion}/accept', {}],
  ['edit', 'POST', '/suggestions/{suggestion}/reject'],
  ['read', 'GET', '/books/{book}/sources'],
  ['sources', 'POST', '/books/{book}/sources', { origin: 'b.md', text: 'New' }],
  ['sources', 'POST', '/books/{book}/sources', { url: 'http://127.0.0.1:9/' }],
  ['sources', 'POST', '/books/{book}/sources/files', 'form'],
  ['sources', 'PUT', '/books/{book}/sources/order', { ids: [] }],
  ['read', 'GET', '/sources/{source}'],
  ['read', 'GET', '/sources/{source}/passages'],
  ['sources', 'PATCH', '/sources/{source}', { title: 'Changed' }],
  ['sources', 'DELETE', '/sources/{source}'],
  ['read', 'GET', '/books/{book}/files'],
  ['edit', 'PUT', '/books/{book}/files?kind=attachment&name=b.txt', 'Text.'],
  ['edit', 'POST', '/books/{book}/files', 'form'],
  ['edit', 'POST', '/books/{book}/files/remote-images'],
  ['read', 'GET', '/files/{file}'],
  ['read', 'GET', '/files/{file}/content'],
  ['edit', 'PATCH', '/files/{file}', { alt: 'Changed' }],
  ['edit', 'DELETE', '/files/{file}'],
  ['read', 'GET', '/books/{book}/codex'],
  ['edit', 'POST', '/books/{book}/codex', { kind: 'term', name: 'New' }],
  ['read', 'GET', '/codex/{entry}'],
  ['edit', 'PATCH', '/codex/{entry}', { description: 'Changed' }],
  ['edit', 'DELETE', '/codex/{entry}'],
  ['own', 'POST', '/books/{book}/template', { name: 'Mine' }],
  ['own', 'GET', '/templates/{template}'],
  ['own', 'PATCH', '/templates/{template}', { name: 'Changed' }],
  ['own', 'DELETE', '/templates/{template}'],
  ['own', 'POST', '/templates/{template}/books', { title: 'New' }],
]

function ask(person: TestPerson | undefined, method: string, path: string, body: unknown) {
  const form = new FormData()
  form.append('files', new File(['New'], 'new.md'))
  const filled = `/v1${path.replace(/\{(\w+)\}/g, (_, name) => ids[name]!)}`
  return server.request(person, method, filled, body === 'form' ? form : body, { 'if-match': '*', origin: testOrigin })
}

const tables = [
  'books',
  'collaborators',
  'toc_items',
  'chapters',
  'chapter_versions',
  'sources',
  'passages',
  'codex',
].concat(['version_labels', 'comments', 'suggestions', 'files'])

/** Every row of the library and every invitation, as text. */
async function everything(): Promise<string[]> {
  const names = [...tables.map(table => `library.${table}`), 'library.book_templates', 'identity.invitations']
  return server.database.asService('compare before and after', async tx => {
    const rows: string[] = []
    for (const name of names) {
      const result = await sql<{
        row: string
      }>`select to_jsonb(t)::text as row from ${sql.table(name)} t order by 1`.execute(tx)
      rows.push(...result.rows.map(({ row }) => row))
    }
    return rows
  })
}

async function expectRefusals(person: TestPerson | undefined, status: number, levels: readonly Level[]): Promise<void> {
  const before = await everything()
  const wrong: string[] = []
  for (const [level, method, path, body] of routes) {
    if (!levels.includes(level)) continue
    const answer = await ask(person, method, path, body)
    if (answer.status !== status) wrong.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  expect(wrong).toEqual([])
  expect(await everything()).toEqual(before)
}

test('the list names every route of the library', async () => {
  const { body } = await server.request(undefined, 'GET', '/openapi.json')
  const tags = new Set(['books', 'collaborators', 'outline', 'chapters', 'sources', 'codex', 'templates'])
  for (const tag of ['comments', 'suggestions', 'files']) tags.add(tag)
  const documented = Object.entries<Record<string, { tags?: string[] }>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, route]) => route.tags?.some(tag => tags.has(tag)))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  const shape = (path: string) => path.replace(/\{\w+\}|(?<=\/versions\/)1/g, '{}').replace(/\?.*/, '')
  const listed = new Set(routes.map(([, method, path]) => `${method} /v1${shape(path)}`))
  // Lists show what one may see, and beginning something needs nothing to exist; their tests are beside them.
  const open = new Set([
    'GET /v1/books',
    'GET /v1/books/counts',
    'POST /v1/books',
    'GET /v1/templates',
    'POST /v1/templates',
  ])
  const missing = documented.map(shape).filter(route => !listed.has(route) && !open.has(route))
  expect(missing).toEqual([])
})

describe('refused and unchanged:', () => {
  const all: Level[] = ['read', 'comment', 'edit', 'sources', 'export', 'admin', 'own']

  test('an outsider finds nothing', () => expectRefusals(outsider, 404, all))

  test('nobody signed in is asked to', () => expectRefusals(undefined, 401, all))

  test('a viewer changes nothing', async () => {
    await expectRefusals(await collaborator('viewer'), 403, ['comment', 'edit', 'sources', 'admin'])
  })

  test('a reviewer changes nothing', async () => {
    await expectRefusals(await collaborator('reviewer'), 403, ['edit', 'sources', 'admin'])
  })

  test('an editor does not manage people', async () => {
    await expectRefusals(await collaborator('editor'), 403, ['admin'])
  })

  test('an editor narrowed to sources changes no text and exports nothing', async () => {
    await expectRefusals(await collaborator('editor', ['sources']), 403, ['comment', 'edit', 'export', 'admin'])
  })

  test('an editor narrowed to editing adds no sources', async () => {
    await expectRefusals(await collaborator('editor', ['edit']), 403, ['comment', 'sources', 'export', 'admin'])
  })

  test('members of the organization who view or review change nothing', async () => {
    for (const role of ['viewer', 'reviewer'] as const) {
      const person = await server.signUp(`Member ${role}`)
      await server.database.asService('a member for a test', tx =>
        tx
          .insertInto('identity.members')
          .values({ organization_id: owner.organizationId, user_id: person.userId, role })
          .execute(),
      )
      await expectRefusals(person, 403, ['edit', 'sources', 'admin'])
    }
  })
})

describe('a collaborator', () => {
  test('reads this book and no other, and works on it as far as the role goes', async () => {
    const guest = await collaborator('editor')
    await server.request(owner, 'POST', '/v1/books', { title: 'Another of Olga’s' })
    const listed = await server.request(guest, 'GET', '/v1/books')
    expect(listed.body.items.map((book: { title: string }) => book.title)).toEqual(['Guarded'])
    for (const [level, method, path, body] of routes) {
      if (level === 'read' || level === 'export') expect((await ask(guest, method, path, body)).status, path).toBe(200)
    }
    expect((await ask(guest, 'PUT', '/chapters/{chapter}', { content: 'By a guest' })).status).toBe(200)
    const { body } = await ask(owner, 'GET', '/chapters/{chapter}/versions', undefined)
    expect(body.items[0]).toMatchObject({ author: { id: guest.userId, name: 'Guest editor' } })
    const copy = await ask(guest, 'POST', '/books/{book}/duplicate', {})
    expect(copy).toMatchObject({ status: 201, body: { organizationId: guest.organizationId } })
  })

  test('narrowed to sources adds them', async () => {
    const guest = await collaborator('editor', ['sources'])
    const added = await ask(guest, 'POST', '/books/{book}/sources', { origin: 'guest.md', text: 'Mine' })
    expect(added.status).toBe(201)
    expect((await server.request(guest, 'DELETE', `/v1/sources/${added.body.id}`)).status).toBe(204)
  })

  test('is listed with name, changed, and leaves', async () => {
    const guest = await collaborator('viewer')
    const listed = await ask(owner, 'GET', '/books/{book}/collaborators', undefined)
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ userId: guest.userId, name: 'Guest viewer', permissions: null }),
    )
    const path = `/v1/books/${ids.book}/collaborators/${guest.userId}`
    const changed = await server.request(owner, 'PATCH', path, { role: 'editor', permissions: ['edit'] })
    expect(changed.body).toMatchObject({ role: 'editor', permissions: ['edit'] })
    expect((await server.request(owner, 'PATCH', path, { permissions: null })).body).toMatchObject({
      role: 'editor',
      permissions: null,
    })
    expect((await server.request(owner, 'PATCH', path, { role: 'king' })).status).toBe(422)
    expect((await server.request(guest, 'DELETE', path)).status).toBe(204)
    expect((await ask(guest, 'GET', '/books/{book}', undefined)).status).toBe(404)
    const log = await server.request(owner, 'GET', `/v1/organizations/${owner.organizationId}/audit`)
    const actions = log.body.items.filter((entry: { subject: string }) => entry.subject === guest.userId)
    expect(actions.map((entry: { action: string }) => entry.action)).toEqual(
      expect.arrayContaining(['member.joined', 'collaborator.changed', 'collaborator.left']),
    )
  })

  test('who is an admin invites up to that role, and cannot raise anybody above it', async () => {
    const admin = await collaborator('admin')
    const editor = await collaborator('editor', undefined, admin)
    expect((await ask(editor, 'GET', '/books/{book}', undefined)).status).toBe(200)
    const path = '/books/{book}/collaborators'
    expect((await ask(admin, 'POST', `${path}/invitations`, { email: 'y@example.com', role: 'owner' })).status).toBe(
      403,
    )
    expect((await ask(admin, 'PATCH', `${path}/${editor.userId}`, { role: 'owner' })).status).toBe(403)
    expect((await ask(admin, 'PATCH', `${path}/${admin.userId}`, { role: 'owner' })).status).toBe(403)
    const head = await collaborator('owner')
    expect((await ask(admin, 'PATCH', `${path}/${head.userId}`, { role: 'viewer' })).status).toBe(403)
    expect((await ask(admin, 'DELETE', `${path}/${head.userId}`, undefined)).status).toBe(403)
    expect((await ask(admin, 'DELETE', `${path}/${editor.userId}`, undefined)).status).toBe(204)
    // Only to this book, not to the organization.
    const elsewhere = `/v1/organizations/${owner.organizationId}/invitations`
    expect((await server.request(admin, 'POST', elsewhere, { email: 'z@example.com', role: 'viewer' })).status).toBe(
      404,
    )
  })

  test('invited by somebody who may no longer invite cannot join', async () => {
    const admin = await collaborator('admin')
    const person = await server.signUp('Late')
    await ask(admin, 'POST', '/books/{book}/collaborators/invitations', { email: person.email, role: 'viewer' })
    await ask(owner, 'DELETE', `/books/{book}/collaborators/${admin.userId}`, undefined)
    const token = /token=([\w-]+)/.exec((await server.mails()).findLast(one => one.to === person.email)!.text)![1]
    const accepted = await server.request(person, 'POST', '/v1/invitations/accept', { token })
    expect(accepted).toMatchObject({ status: 410, body: { code: 'link_invalid' } })
  })

  test('whose invitation is revoked cannot join', async () => {
    const person = await server.signUp('Revoked')
    const path = `/v1/books/${ids.book}/collaborators/invitations`
    const invited = await server.request(owner, 'POST', path, { email: person.email })
    expect(invited.body).toMatchObject({ role: 'editor', bookId: ids.book, state: 'pending' })
    expect((await server.request(owner, 'DELETE', `${path}/${invited.body.id}`)).status).toBe(204)
    const token = /token=([\w-]+)/.exec((await server.mails()).findLast(one => one.to === person.email)!.text)![1]
    expect((await server.request(person, 'POST', '/v1/invitations/accept', { token })).status).toBe(410)
    const listed = await server.request(owner, 'GET', path)
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id: invited.body.id, state: 'revoked' }))
  })
})

test('a private book is its maker’s and the admins’', async () => {
  const member = await server.signUp('Member')
  await server.database.asService('a member for a test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: owner.organizationId, user_id: member.userId, role: 'editor' })
      .execute(),
  )
  const secret = await server.request(owner, 'POST', '/v1/books', { title: 'Secret', visibility: 'private' })
  expect((await server.request(member, 'GET', `/v1/books/${secret.body.id}`)).status).toBe(404)
  expect((await server.request(member, 'GET', `/v1/books/${secret.body.id}/outline`)).status).toBe(404)
  expect((await ask(member, 'GET', '/books/{book}', undefined)).status).toBe(200)
})

test('a read-only token reads', async () => {
  const made = await server.request(owner, 'POST', '/v1/me/tokens', { name: 'Reader', scopes: ['read'] })
  const headers = { authorization: `Bearer ${made.body.token}` }
  const get = await server.request(undefined, 'GET', `/v1/books/${ids.book}`, undefined, headers)
  const put = await server.request(undefined, 'DELETE', `/v1/books/${ids.book}`, undefined, headers)
  expect([get.status, put.status, put.body.code]).toEqual([200, 403, 'token_read_only'])
})
