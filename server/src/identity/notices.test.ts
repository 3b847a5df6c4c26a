import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../testing.ts'
import { sendNotices } from './notices.ts'

let server: TestServer
let ann: TestPerson
let bob: TestPerson
let bookId: string
let chapterId: string
beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  bob = await server.signUp('Bob')
  bookId = (await ask(ann, 'POST', '/books', { title: 'Bees' })).body.id
  chapterId = (await ask(ann, 'POST', `/books/${bookId}/chapters`, { title: 'Hive', content: '# Hive\n' })).body.id
  await server.database.asService('test', tx =>
    tx.insertInto('library.collaborators').values({ book_id: bookId, user_id: bob.userId, role: 'reviewer' }).execute(),
  )
})
afterAll(() => server?.close())

const ask = (person: TestPerson, method: string, path: string, body?: unknown) =>
  server.request(person, method, `/v1${path}`, body)
const want = (person: TestPerson, settings: object) => ask(person, 'PATCH', '/me/settings', settings)
const say = async (person: TestPerson, body: string, parentId?: string): Promise<string> => {
  const answer = await ask(person, 'POST', `/chapters/${chapterId}/comments`, { body, ...(parentId && { parentId }) })
  expect(answer.status).toBe(201)
  return answer.body.id
}
const mailsTo = async (person: TestPerson) => (await server.mails()).filter(({ to }) => to === person.email)

test('comments are mailed to whom they concern, once, and only to who asked for it', async () => {
  const first = await say(bob, 'Is this a *hive*?')
  expect(await sendNotices(server.octavo)).toBe(0)

  await want(ann, { mailComments: true })
  expect(await sendNotices(server.octavo)).toBe(1)
  expect(await sendNotices(server.octavo)).toBe(0)
  const [mail] = await mailsTo(ann)
  expect(mail!.subject).toBe('Bob commented on “Bees”')
  expect(mail!.text).toContain('> Is this a *hive*?')
  expect(mail!.text).toContain(`/books/${bookId}/edit/${chapterId}`)
  expect(mail!.text).toContain('/settings#mails')

  await want(bob, { mailComments: true })
  await say(ann, 'It is.', first)
  expect(await sendNotices(server.octavo)).toBe(1)
  expect((await mailsTo(bob)).map(({ subject }) => subject)).toEqual(['Ann commented on “Bees”'])
  expect(await mailsTo(ann)).toHaveLength(1)

  // Who may no longer see the book hears nothing of it.
  await ask(ann, 'DELETE', `/books/${bookId}/collaborators/${bob.userId}`)
  await say(ann, 'Nobody may know.', first)
  expect(await sendNotices(server.octavo)).toBe(0)
  expect(await mailsTo(bob)).toHaveLength(1)
})

test('a job is told of when it took long, ended lately, and was not called off', async () => {
  await want(ann, { mailJobs: true })
  const job = (state: string, startedMinutesAgo: number, endedMinutesAgo: number, person = ann) =>
    server.database.withOwner('as if it had run', client =>
      client.query(
        `insert into generation.generations (organization_id, book_id, created_by, kind, state, started_at, completed_at)
         values ($1, $2, $3, 'write', $4, now() - make_interval(mins => $5), now() - make_interval(mins => $6))`,
        [ann.organizationId, bookId, person.userId, state, startedMinutesAgo, endedMinutesAgo],
      ),
    )
  await job('completed', 20, 1)
  await job('failed', 15, 2)
  await job('completed', 2, 1)
  await job('canceled', 20, 1)
  await job('completed', 200, 120)
  await job('completed', 20, 1, bob)
  expect(await sendNotices(server.octavo)).toBe(2)
  expect(await sendNotices(server.octavo)).toBe(0)
  const subjects = (await mailsTo(ann)).map(({ subject }) => subject)
  expect(subjects).toEqual(
    expect.arrayContaining(['Writing “Bees” is done', 'Writing “Bees” failed; what was written before is kept']),
  )
  expect(await mailsTo(bob)).toHaveLength(1)
})

test('nobody reads or writes what others were told', async () => {
  await expect(
    server.database.asUser(ann, tx => tx.selectFrom('identity.notices').selectAll().execute()),
  ).rejects.toMatchObject({ code: '42501' })
})
