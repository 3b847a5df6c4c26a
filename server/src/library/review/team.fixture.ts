import type { Role } from '../../identity/organization-role.ts'
import { startTestServer, type TestAnswer, type TestPerson, type TestServer } from '../../testing.ts'

/** A book of an organization with a member of each role. */
export interface Team {
  server: TestServer
  bookId: string
  owner: TestPerson
  admin: TestPerson
  editor: TestPerson
  otherEditor: TestPerson
  reviewer: TestPerson
  viewer: TestPerson
  outsider: TestPerson
  /** Asks as somebody; `version` goes along as If-Match. */
  ask(person: TestPerson, method: string, path: string, body?: unknown, version?: number | '*'): Promise<TestAnswer>
  /** The id of a new chapter with one version, made by the owner. */
  chapter(content: string): Promise<string>
  /** Makes everybody's autosaves look older. */
  letPass(minutes: number): Promise<void>
  close(): Promise<void>
}

export async function makeTeam(): Promise<Team> {
  const server = await startTestServer()
  const owner = await server.signUp('Olga')
  const join = async (name: string, role: Role) => {
    const person = await server.signUp(name)
    await server.database.asService('a member for a test', tx =>
      tx
        .insertInto('identity.members')
        .values({ organization_id: owner.organizationId, user_id: person.userId, role })
        .execute(),
    )
    return person
  }
  const book = await server.request(owner, 'POST', '/v1/books', { title: 'Shared' })
  const team: Team = {
    server,
    bookId: book.body.id,
    owner,
    admin: await join('Adam', 'admin'),
    editor: await join('Edith', 'editor'),
    otherEditor: await join('Emil', 'editor'),
    reviewer: await join('Rita', 'reviewer'),
    viewer: await join('Vera', 'viewer'),
    outsider: await server.signUp('Otto'),
    ask: (person, method, path, body, version) =>
      server.request(
        person,
        method,
        `/v1${path}`,
        body,
        version === undefined ? {} : { 'if-match': version === '*' ? '*' : `"v${version}"` },
      ),
    async chapter(content) {
      const made = await team.ask(owner, 'POST', `/books/${team.bookId}/chapters`, { title: 'Chapter', content })
      if (made.status !== 201) throw new Error(JSON.stringify(made.body))
      return made.body.id
    },
    async letPass(minutes) {
      await server.database.withOwner('let time pass', client =>
        client.query(
          `update library.chapter_versions
           set created_at = created_at - make_interval(mins => $1), run_began_at = run_began_at - make_interval(mins => $1)`,
          [minutes],
        ),
      )
    },
    close: () => server.close(),
  }
  return team
}
