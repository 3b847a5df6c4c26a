import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestPerson } from '../../testing.ts'
import { saveChapter } from '../chapters.ts'
import { chapterStatuses } from './moves.ts'
import { makeTeam, type Team } from './team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

const read = async (person: TestPerson, id: string) => (await team.ask(person, 'GET', `/chapters/${id}`)).body
const move = (person: TestPerson, id: string, status: string, more: object = {}, version?: number | '*') =>
  team.ask(person, 'PATCH', `/chapters/${id}`, { status, ...more }, version)
const movesOf = async (person: TestPerson, id: string): Promise<string[]> =>
  (await read(person, id)).moves.map((one: { to: string }) => one.to)

/** A chapter in this state, with one version. */
async function chapterAt(status: string): Promise<string> {
  const id = await team.chapter(status === 'draft' ? '' : 'Text.')
  if (status === 'generated') {
    await team.server.database.asService('write as a job does', tx =>
      saveChapter(tx, { chapterId: id, content: 'Made.', changeType: 'generated', by: team.owner.userId }),
    )
  }
  for (const next of ['review', 'approved', 'published'].slice(
    0,
    Math.max(0, chapterStatuses.indexOf(status as never) - 2),
  )) {
    expect((await move(team.owner, id, next, {}, '*')).body.status).toBe(next)
  }
  expect((await read(team.viewer, id)).status).toBe(status)
  return id
}

describe('from each state, each role', () => {
  const all = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const
  const expected: Record<string, Partial<Record<(typeof all)[number], string[]>>> = {
    draft: {},
    generated: { owner: ['review'], admin: ['review'], editor: ['review'] },
    edited: { owner: ['review'], admin: ['review'], editor: ['review'] },
    review: {
      owner: ['edited', 'approved'],
      admin: ['edited', 'approved'],
      editor: ['edited'],
      reviewer: ['edited', 'approved'],
    },
    approved: { owner: ['review', 'published'], admin: ['review', 'published'], reviewer: ['review'] },
    published: { owner: ['approved'], admin: ['approved'] },
  }

  test.each(chapterStatuses)('%s', async status => {
    const id = await chapterAt(status)
    for (const role of all) {
      const allowed = expected[status]![role] ?? []
      expect([role, await movesOf(team[role], id)]).toEqual([role, allowed])
      for (const to of chapterStatuses) {
        if (to === status || allowed.includes(to)) continue
        const answer = await move(team[role], id, to, { comment: 'Because.' }, '*')
        expect([role, to, [403, 409].includes(answer.status)]).toEqual([role, to, true])
        expect(answer.body.moves.map((one: { to: string }) => one.to)).toEqual(expect.arrayContaining(allowed))
      }
    }
    expect(await read(team.viewer, id)).toMatchObject({ status, version: status === 'generated' ? 2 : 1 })
    expect((await team.ask(team.viewer, 'GET', `/chapters/${id}/comments`)).body.items).toEqual([])
  })
})

test('a refusal says which moves there are, and for whom', async () => {
  const id = await chapterAt('approved')
  const answer = await move(team.editor, id, 'published', {}, 1)
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(answer.body.detail).toBe(
    'From "approved" to "published" is for admin, owner, whoever made the book. You may not move it from here.',
  )
  expect(answer.body.moves).toContainEqual({
    to: 'published',
    name: 'publish',
    roles: ['admin', 'owner'],
    maker: true,
    needsComment: false,
    needsVersion: true,
    allowed: false,
  })
  const nowhere = await move(team.owner, id, 'draft')
  expect(nowhere).toMatchObject({ status: 409, body: { code: 'move_refused' } })
  expect(nowhere.body.detail).toContain(
    '"draft" follows from the text. You may: review again (review), publish (published).',
  )
})

describe('a reviewer', () => {
  test('sends back with a comment, approves what he has read, and never edits', async () => {
    const id = await chapterAt('review')
    expect(await move(team.reviewer, id, 'edited')).toMatchObject({ status: 422, body: { code: 'move_unexplained' } })
    expect((await move(team.reviewer, id, 'edited', { comment: 'The end is missing.' })).body.status).toBe('edited')
    const comments = await team.ask(team.viewer, 'GET', `/chapters/${id}/comments`)
    expect(comments.body.items).toMatchObject([
      { body: 'The end is missing.', author: { name: 'Rita' }, version: 1, passage: null },
    ])
    await move(team.editor, id, 'review')
    expect((await move(team.reviewer, id, 'approved')).body.code).toBe('version_required')
    // Changed while he was reading: still under review, but not the text he would have approved.
    await team.ask(team.editor, 'PUT', `/chapters/${id}`, { content: 'Text. The end.' }, 1)
    expect(await move(team.reviewer, id, 'approved', {}, 1)).toMatchObject({
      status: 412,
      body: { code: 'version_conflict', currentVersion: 2 },
    })
    expect((await read(team.viewer, id)).status).toBe('review')
    expect((await move(team.reviewer, id, 'approved', {}, 2)).body.status).toBe('approved')

    const before = await read(team.viewer, id)
    for (const [method, path, body] of [
      ['PUT', `/chapters/${id}`, { content: 'By Rita.' }],
      ['PUT', `/chapters/${id}`, { content: 'By Rita.', merge: true }],
      ['PATCH', `/chapters/${id}`, { summary: 'By Rita.' }],
      ['PATCH', `/chapters/${id}`, { status: 'review', notes: 'By Rita.' }],
      ['POST', `/chapters/${id}/versions/1/restore`, undefined],
    ] as const) {
      expect((await team.ask(team.reviewer, method, path, body, '*')).status).toBe(403)
    }
    expect(await read(team.viewer, id)).toEqual(before)
  })

  test('among collaborators needs the right to comment', async () => {
    const id = await chapterAt('review')
    const guest = await team.server.signUp('Gina')
    const narrow = (permissions: string[] | null) =>
      team.server.database.asService('a collaborator for a test', tx =>
        tx
          .insertInto('library.collaborators')
          .values({ book_id: team.bookId, user_id: guest.userId, role: 'reviewer', permissions })
          .onConflict(conflict => conflict.columns(['book_id', 'user_id']).doUpdateSet({ permissions }))
          .execute(),
      )
    await narrow(['export'])
    expect(await movesOf(guest, id)).toEqual([])
    expect((await move(guest, id, 'approved', {}, 1)).status).toBe(403)
    await narrow(['comment'])
    expect((await move(guest, id, 'approved', {}, 1)).body.status).toBe('approved')
    expect((await read(team.viewer, id)).status).toBe('approved')
  })
})

test('who made the book publishes it, as long as he may edit it', async () => {
  const book = (
    await team.ask(team.editor, 'POST', '/books', { title: 'Edith’s', organizationId: team.owner.organizationId })
  ).body.id
  const made = await team.ask(team.editor, 'POST', `/books/${book}/chapters`, { title: 'One', content: 'Text.' })
  const id = made.body.id
  await move(team.editor, id, 'review')
  expect((await move(team.editor, id, 'approved', {}, 1)).status).toBe(403)
  await move(team.reviewer, id, 'approved', {}, 1)
  expect((await move(team.otherEditor, id, 'published', {}, 1)).status).toBe(403)
  expect((await move(team.editor, id, 'published', {}, 1)).body.status).toBe('published')
  expect((await move(team.editor, id, 'approved')).body.status).toBe('approved')
})

describe('an edit of what was approved', () => {
  test.each(['approved', 'published'])('sends it back to edited: %s', async status => {
    const edits: [string, (id: string) => Promise<unknown>][] = [
      ['text', id => team.ask(team.editor, 'PUT', `/chapters/${id}`, { content: 'Changed.' }, 1)],
      ['title', id => team.ask(team.editor, 'PUT', `/chapters/${id}`, { content: 'Text.', title: 'New' }, 1)],
      ['autosave', id => team.ask(team.editor, 'PUT', `/chapters/${id}`, { content: 'x', autosave: true }, 1)],
      [
        'remediation',
        id =>
          team.server.database.asService('mend as a job does', tx =>
            saveChapter(tx, { chapterId: id, content: 'Mended.', changeType: 'remediated' }),
          ),
      ],
    ]
    for (const [what, change] of edits) {
      const id = await chapterAt(status)
      await change(id)
      expect([what, (await read(team.viewer, id)).status]).toEqual([what, 'edited'])
    }
    const unchanged = await chapterAt(status)
    await team.ask(team.editor, 'PUT', `/chapters/${unchanged}`, { content: 'Text.' }, 1)
    await team.ask(team.editor, 'PATCH', `/chapters/${unchanged}`, { summary: 'S' })
    expect((await read(team.viewer, unchanged)).status).toBe(status)
  })

  test('emptied, it is a draft; written by a model, it is generated', async () => {
    const id = await chapterAt('approved')
    await team.ask(team.editor, 'PUT', `/chapters/${id}`, { content: ' \n' }, 1)
    expect((await read(team.viewer, id)).status).toBe('draft')
    await team.server.database.asService('write as a job does', tx =>
      saveChapter(tx, { chapterId: id, content: 'Made.', changeType: 'generated' }),
    )
    expect((await read(team.viewer, id)).status).toBe('generated')
  })
})

test('no path around: the table itself refuses another state', async () => {
  const id = await chapterAt('review')
  const { database } = team.server
  const set = { status: 'approved' as const }
  const direct = database.asUser(team.owner, tx =>
    tx.updateTable('library.chapters').set(set).where('id', '=', id).execute(),
  )
  await expect(direct).rejects.toMatchObject({ code: '42501' })
  const service = database.asService('try', tx =>
    tx.updateTable('library.chapters').set(set).where('id', '=', id).execute(),
  )
  await expect(service).rejects.toMatchObject({ code: 'OC004' })
  for (const person of [team.editor, team.viewer, team.outsider]) {
    const called = database.asUser(person, tx =>
      sql`select library.move_chapter(${id}, 'approved', 1, null)`.execute(tx),
    )
    await expect(called).rejects.toMatchObject({ code: 'OC004' })
  }
  const stale = database.asUser(team.reviewer, tx =>
    sql`select library.move_chapter(${id}, 'approved', 7, null)`.execute(tx),
  )
  await expect(stale).rejects.toMatchObject({ code: 'OC005' })
  expect((await read(team.viewer, id)).status).toBe('review')
})

test('approving and publishing are in the audit log', async () => {
  const id = await chapterAt('published')
  await move(team.admin, id, 'approved')
  const log = await team.ask(team.owner, 'GET', `/organizations/${team.owner.organizationId}/audit`)
  const entries = log.body.items.filter((entry: { subject: string }) => entry.subject === id)
  expect(entries.map((entry: { action: string; actor: string }) => [entry.action, entry.actor]).toReversed()).toEqual([
    ['chapter.approved', 'Olga'],
    ['chapter.published', 'Olga'],
    ['chapter.unpublished', 'Adam'],
  ])
})
