import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'

let server: TestServer
let owner: TestPerson
let outsider: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp('Olivia Owner')
  outsider = await server.signUp('Otto Outsider')
})
afterAll(() => server.close())

type Role = 'viewer' | 'reviewer' | 'editor' | 'admin' | 'owner'

async function found(name: string): Promise<string> {
  const { body } = await server.request(owner, 'POST', '/v1/organizations', { name })
  return body.id
}

/** A new person in the organization with this role, joined by invitation. */
async function join(organizationId: string, role: Role): Promise<TestPerson> {
  const person = await server.signUp(`Member ${role}`)
  const invited = await server.request(owner, 'POST', `/v1/organizations/${organizationId}/invitations`, {
    email: person.email,
    role,
  })
  expect(invited.status).toBe(201)
  expect(await accept(person, await tokenFor(person.email))).toMatchObject({
    status: 200,
    body: { organizationId, role },
  })
  return person
}

async function tokenFor(email: string): Promise<string> {
  const mail = (await server.mails()).filter(({ to }) => to === email).at(-1)
  return /token=([\w-]+)/.exec(mail?.text ?? '')![1]!
}

const accept = (person: TestPerson, token: string) =>
  server.request(person, 'POST', '/v1/invitations/accept', { token })

const rolesIn = async (organizationId: string) => {
  const { body } = await server.request(owner, 'GET', `/v1/organizations/${organizationId}/members`)
  return Object.fromEntries(body.items.map((member: { userId: string; role: Role }) => [member.userId, member.role]))
}

describe('an organization', () => {
  test('is founded, listed, changed and deleted by its owner', async () => {
    const made = await server.request(owner, 'POST', '/v1/organizations', { name: 'Ærø Press', slug: 'aero' })
    expect(made).toMatchObject({ status: 201, body: { slug: 'aero', role: 'owner', personal: false } })
    const path = `/v1/organizations/${made.body.id}`
    expect((await server.request(owner, 'GET', '/v1/organizations')).body.items).toHaveLength(2)
    const change = { description: 'Books', settings: { theme: 'paper' }, name: 'Press' }
    expect(await server.request(owner, 'PATCH', path, change)).toMatchObject({ status: 200, body: change })
    expect(await server.request(owner, 'DELETE', path)).toMatchObject({ status: 204 })
    expect(await server.request(owner, 'GET', path)).toMatchObject({ status: 404 })
  })

  test('has a slug of its own', async () => {
    await server.request(owner, 'POST', '/v1/organizations', { name: 'One', slug: 'taken' })
    const again = await server.request(outsider, 'POST', '/v1/organizations', { name: 'Two', slug: 'taken' })
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const free = await server.request(outsider, 'POST', '/v1/organizations', { name: '¡Ünïcode! ' })
    expect(free.body.slug).toMatch(/^unicode-[0-9a-f]{8}$/)
  })

  test('is invisible to outsiders on every path, and unchanged by them', async () => {
    const id = await found('Hidden')
    const path = `/v1/organizations/${id}`
    const attempts: [string, string, unknown?][] = [
      ['GET', path],
      ['PATCH', path, { name: 'Mine' }],
      ['DELETE', path],
      ['GET', `${path}/members`],
      ['PATCH', `${path}/members/${owner.userId}`, { role: 'viewer' }],
      ['DELETE', `${path}/members/${owner.userId}`],
      ['GET', `${path}/invitations`],
      ['POST', `${path}/invitations`, { email: outsider.email, role: 'owner' }],
      ['GET', `${path}/provider-keys`],
      ['PUT', `${path}/provider-keys/openai`, { apiKey: 'sk-not-a-real-key-000000' }],
      ['DELETE', `${path}/provider-keys/openai`],
      ['GET', `${path}/audit`],
    ]
    const before = await server.request(owner, 'GET', path)
    for (const [method, where, body] of attempts) {
      expect
        .soft(await server.request(outsider, method, where, body), `${method} ${where}`)
        .toMatchObject({ status: 404 })
      expect
        .soft(await server.request(undefined, method, where, body), `${method} ${where}`)
        .toMatchObject({ status: 401 })
    }
    expect((await server.request(owner, 'GET', path)).body).toEqual(before.body)
    expect(await rolesIn(id)).toEqual({ [owner.userId]: 'owner' })
  })

  test('that is personal stays', async () => {
    const path = `/v1/organizations/${owner.organizationId}`
    expect(await server.request(owner, 'DELETE', path)).toMatchObject({ status: 403 })
    const leaving = await server.request(owner, 'DELETE', `${path}/members/${owner.userId}`)
    expect(leaving).toMatchObject({ status: 409, body: { code: 'last_owner' } })
  })

  test('refuses mistakes, all at once', async () => {
    const answer = await server.request(owner, 'POST', '/v1/organizations', { name: '', slug: 'No Slug' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'request_invalid' } })
    expect(answer.body.problems.map(({ path }: { path: string }) => path)).toEqual(['json.name', 'json.slug'])
  })
})

describe('members', () => {
  test('see each other’s names, and only admins change roles, up to their own', async () => {
    const id = await found('Team')
    const admin = await join(id, 'admin')
    const editor = await join(id, 'editor')
    const viewer = await join(id, 'viewer')
    const role = (person: TestPerson) => `/v1/organizations/${id}/members/${person.userId}`
    const members = await server.request(viewer, 'GET', `/v1/organizations/${id}/members`)
    expect(members.body.items.map(({ name }: { name: string }) => name)).toEqual([
      'Olivia Owner',
      'Member admin',
      'Member editor',
      'Member viewer',
    ])
    expect(JSON.stringify(members.body)).not.toContain('@')

    expect(await server.request(admin, 'PATCH', role(viewer), { role: 'editor' })).toMatchObject({ status: 200 })
    expect(await server.request(admin, 'PATCH', role(viewer), { role: 'owner' })).toMatchObject({ status: 403 })
    expect(await server.request(admin, 'PATCH', role(admin), { role: 'owner' })).toMatchObject({ status: 403 })
    expect(await server.request(admin, 'PATCH', role(owner), { role: 'viewer' })).toMatchObject({ status: 403 })
    expect(await server.request(admin, 'DELETE', role(owner))).toMatchObject({ status: 403 })
    expect(await server.request(editor, 'PATCH', role(viewer), { role: 'viewer' })).toMatchObject({ status: 403 })
    expect(await server.request(editor, 'DELETE', role(viewer))).toMatchObject({ status: 403 })
    const nobody = `/v1/organizations/${id}/members/${outsider.userId}`
    expect(await server.request(admin, 'PATCH', nobody, { role: 'viewer' })).toMatchObject({ status: 404 })
    expect(await rolesIn(id)).toEqual({
      [owner.userId]: 'owner',
      [admin.userId]: 'admin',
      [editor.userId]: 'editor',
      [viewer.userId]: 'editor',
    })

    expect(await server.request(editor, 'DELETE', role(editor))).toMatchObject({ status: 204 })
    expect(await server.request(admin, 'DELETE', role(viewer))).toMatchObject({ status: 204 })
    expect(await server.request(viewer, 'GET', `/v1/organizations/${id}`)).toMatchObject({ status: 404 })

    const audit = await server.request(admin, 'GET', `/v1/organizations/${id}/audit?limit=4`)
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'member.removed',
      'member.left',
      'member.role_changed',
      'member.joined',
    ])
    expect(audit.body.items[0]).toMatchObject({ actor: 'Member admin', subject: viewer.userId })
    const next = await server.request(admin, 'GET', `/v1/organizations/${id}/audit?limit=200&cursor=${audit.body.next}`)
    expect(next.body.items.at(-1).action).toBe('organization.founded')
  })

  test('include an owner always, also when two leave at once', async () => {
    const id = await found('Two owners')
    const second = await join(id, 'owner')
    const answers = await Promise.all(
      [owner, second].map(person =>
        server.request(person, 'DELETE', `/v1/organizations/${id}/members/${person.userId}`),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  })
})

describe('an invitation', () => {
  test('works once, for the invited address only', async () => {
    const id = await found('Inviting')
    const guest = await server.signUp('Guest')
    const path = `/v1/organizations/${id}/invitations`
    const invited = await server.request(owner, 'POST', path, { email: guest.email.toUpperCase(), role: 'editor' })
    expect(invited).toMatchObject({ status: 201, body: { state: 'pending', role: 'editor', email: guest.email } })
    const token = await tokenFor(guest.email)
    expect(JSON.stringify(invited.body)).not.toContain(token)
    const rows = await server.database.asService('test', tx =>
      tx.selectFrom('identity.invitations').selectAll().execute(),
    )
    expect(JSON.stringify(rows)).not.toContain(token)

    expect(await accept(outsider, token)).toMatchObject({ status: 403 })
    const answers = await Promise.all([accept(guest, token), accept(guest, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(await rolesIn(id)).toMatchObject({ [guest.userId]: 'editor' })
    expect((await server.request(owner, 'GET', path)).body.items).toMatchObject([{ state: 'accepted' }])
  })

  test('can be revoked, replaced and expire', async () => {
    const id = await found('Fickle')
    const guest = await server.signUp('Late Guest')
    const path = `/v1/organizations/${id}/invitations`
    const invite = () => server.request(owner, 'POST', path, { email: guest.email, role: 'viewer' })
    const revoked = await invite()
    const first = await tokenFor(guest.email)
    expect(await server.request(owner, 'DELETE', `${path}/${revoked.body.id}`)).toMatchObject({ status: 204 })
    expect(await server.request(owner, 'DELETE', `${path}/${revoked.body.id}`)).toMatchObject({ status: 410 })
    expect(await accept(guest, first)).toMatchObject({ status: 410, body: { code: 'link_invalid' } })

    await invite()
    const replaced = await tokenFor(guest.email)
    const last = await invite()
    expect(await accept(guest, replaced)).toMatchObject({ status: 410 })
    await server.database.withOwner('let time pass', client =>
      client.query(`update identity.invitations set expires_at = now() where id = $1`, [last.body.id]),
    )
    expect(await accept(guest, await tokenFor(guest.email))).toMatchObject({ status: 410 })
    expect(await rolesIn(id)).toEqual({ [owner.userId]: 'owner' })
  })

  test('is worthless once whoever gave it could no longer give it', async () => {
    const id = await found('Farewell')
    const admin = await join(id, 'admin')
    const guest = await server.signUp('Friend')
    const path = `/v1/organizations/${id}/invitations`
    expect(await server.request(admin, 'POST', path, { email: guest.email, role: 'admin' })).toMatchObject({
      status: 201,
    })
    await server.request(owner, 'DELETE', `/v1/organizations/${id}/members/${admin.userId}`)
    expect(await accept(guest, await tokenFor(guest.email))).toMatchObject({ status: 410 })
  })

  test('is given by admins, up to their own role', async () => {
    const id = await found('Hierarchy')
    const admin = await join(id, 'admin')
    const editor = await join(id, 'editor')
    const path = `/v1/organizations/${id}/invitations`
    const email = 'somebody@example.com'
    expect(await server.request(admin, 'POST', path, { email, role: 'owner' })).toMatchObject({ status: 403 })
    expect(await server.request(editor, 'POST', path, { email, role: 'viewer' })).toMatchObject({ status: 403 })
    expect(await server.request(editor, 'GET', path)).toMatchObject({ status: 403 })
    expect(await server.request(owner, 'POST', path, { email: 'nonsense', role: 'king' })).toMatchObject({
      status: 422,
    })
    expect((await server.mails()).filter(({ to }) => to === email)).toEqual([])
  })

  test('to a member raises the role and never lowers it', async () => {
    const id = await found('Upwards')
    const person = await join(id, 'editor')
    for (const [role, then] of [
      ['viewer', 'editor'],
      ['admin', 'admin'],
    ] as const) {
      await server.request(owner, 'POST', `/v1/organizations/${id}/invitations`, { email: person.email, role })
      expect((await accept(person, await tokenFor(person.email))).body.role).toBe(then)
    }
  })

  test('to one book lets in to that book only', async () => {
    const bookId = await server.database.asUser(owner, async tx => {
      const book = { organization_id: owner.organizationId, title: 'Shared', slug: 'shared', created_by: owner.userId }
      return (await tx.insertInto('library.books').values(book).returning('id').executeTakeFirstOrThrow()).id
    })
    const { createInvitation } = await import('./invitations.ts')
    const guest = await server.signUp('Co Author')
    const place = { organizationId: owner.organizationId, bookId }
    await createInvitation(server.octavo, owner, {
      ...place,
      email: guest.email,
      role: 'editor',
      permissions: ['comment'],
    })
    const joined = await accept(guest, await tokenFor(guest.email))
    expect(joined).toMatchObject({ status: 200, body: { ...place, role: 'editor' } })
    const seen = await server.database.asUser(guest, tx =>
      tx.selectFrom('library.collaborators').select(['book_id', 'role', 'permissions']).execute(),
    )
    expect(seen).toEqual([{ book_id: bookId, role: 'editor', permissions: ['comment'] }])
    expect(await server.request(guest, 'GET', `/v1/organizations/${owner.organizationId}`)).toMatchObject({
      status: 404,
    })
  })
})
