import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestPerson } from '../../testing.ts'
import { makeTeam, type Team } from '../review/team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

const text = '# Bees\n\nThe hive stands in the gardn.\n\nThe bees flys out.\n\nThe end.\n'
const mended = text.replace('gardn', 'garden').replace('flys', 'fly')
const suggest = (person: TestPerson, id: string, suggestion: object) =>
  team.ask(person, 'POST', `/chapters/${id}/suggestions`, { version: 1, ...suggestion })
const edit = (id: string, content: string) => team.ask(team.editor, 'PUT', `/chapters/${id}`, { content }, '*')
const read = async (id: string) => (await team.ask(team.viewer, 'GET', `/chapters/${id}`)).body

describe('a suggestion', () => {
  test('accepted, becomes a version by who accepts, crediting who suggested', async () => {
    const id = await team.chapter(text)
    const made = await suggest(team.reviewer, id, { content: mended, reason: 'Two slips' })
    expect(made).toMatchObject({ status: 201, body: { state: 'open', version: 1, author: { name: 'Rita' } } })
    expect(made.body.hunks).toMatchObject([
      { number: 1, before: 'gardn', after: 'garden', fit: 'fits', start: text.indexOf('gardn') },
      { number: 2, before: 'flys', after: 'fly', fit: 'fits' },
    ])
    expect((await read(id)).content).toBe(text)
    const accepted = await team.ask(team.editor, 'POST', `/suggestions/${made.body.id}/accept`, {})
    expect(accepted.body).toMatchObject({ state: 'accepted', acceptedVersion: 2, decidedBy: { name: 'Edith' } })
    expect(await read(id)).toMatchObject({ content: mended, version: 2, lastEditedBy: { name: 'Edith' } })
    const versions = await team.ask(team.viewer, 'GET', `/chapters/${id}/versions`)
    expect(versions.body.items[0]).toMatchObject({
      changeType: 'edited',
      note: 'Accepted a suggestion: Two slips',
      author: { name: 'Edith' },
      authors: [{ name: 'Edith' }, { name: 'Rita' }],
    })
  })

  test('is accepted hunk by hunk', async () => {
    const id = await team.chapter(text)
    const { body } = await suggest(team.reviewer, id, { content: mended })
    const path = `/suggestions/${body.id}/accept`
    expect((await team.ask(team.editor, 'POST', path, { accepted: [3] })).status).toBe(422)
    expect((await team.ask(team.editor, 'POST', path, { accepted: [] })).status).toBe(422)
    const accepted = await team.ask(team.editor, 'POST', path, { accepted: [2] })
    expect(accepted.body.hunks.map((hunk: { accepted: boolean }) => hunk.accepted)).toEqual([false, true])
    expect((await read(id)).content).toBe(text.replace('flys', 'fly'))
  })

  test('fits over later edits elsewhere, and says where it does not', async () => {
    const id = await team.chapter(text)
    const { body } = await suggest(team.reviewer, id, { content: mended })
    const later = `A new beginning.\n\n${text.replace('flys out', 'stay in')}`
    await edit(id, later)
    const now = (await team.ask(team.viewer, 'GET', `/suggestions/${body.id}`)).body
    expect(now.hunks).toMatchObject([
      { fit: 'fits', start: later.indexOf('gardn') },
      { fit: 'outdated', start: null },
    ])
    const path = `/suggestions/${body.id}/accept`
    const refused = await team.ask(team.editor, 'POST', path, {})
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'suggestion_outdated', problems: [{ path: 'hunks.2' }] },
    })
    expect(await read(id)).toMatchObject({ content: later, version: 2 })
    expect((await team.ask(team.editor, 'POST', path, { accepted: [1] })).status).toBe(200)
    expect((await read(id)).content).toBe(later.replace('gardn', 'garden'))
  })

  test('that the text says already is accepted without a version', async () => {
    const id = await team.chapter(text)
    const { body } = await suggest(team.reviewer, id, { content: mended })
    await edit(id, mended)
    const accepted = await team.ask(team.editor, 'POST', `/suggestions/${body.id}/accept`, {})
    expect(accepted.body).toMatchObject({ state: 'accepted', acceptedVersion: null })
    expect((await read(id)).version).toBe(2)
    const versions = await team.ask(team.viewer, 'GET', `/chapters/${id}/versions`)
    expect(versions.body.items[0].authors).toMatchObject([{ name: 'Edith' }])
  })

  test('is decided once, also when two decide at the same moment', async () => {
    const id = await team.chapter(text)
    const { body } = await suggest(team.reviewer, id, { content: mended })
    const answers = await Promise.all([
      team.ask(team.editor, 'POST', `/suggestions/${body.id}/accept`, {}),
      team.ask(team.otherEditor, 'POST', `/suggestions/${body.id}/reject`),
      team.ask(team.owner, 'POST', `/suggestions/${body.id}/accept`, {}),
    ])
    expect(answers.map(answer => answer.status).toSorted()).toEqual([200, 409, 409])
    expect(answers.filter(answer => answer.status === 409).map(answer => answer.body.code)).toEqual([
      'suggestion_decided',
      'suggestion_decided',
    ])
    expect((await team.ask(team.reviewer, 'DELETE', `/suggestions/${body.id}`)).body.code).toBe('suggestion_decided')
  })

  test('rejected or taken back, leaves the text', async () => {
    const id = await team.chapter(text)
    const rejected = (await suggest(team.reviewer, id, { content: mended })).body.id
    expect((await team.ask(team.editor, 'POST', `/suggestions/${rejected}/reject`)).body).toMatchObject({
      state: 'rejected',
      decidedBy: { name: 'Edith' },
      hunks: [{ fit: null }, { fit: null }],
    })
    const withdrawn = (await suggest(team.reviewer, id, { content: mended })).body.id
    expect((await team.ask(team.owner, 'DELETE', `/suggestions/${withdrawn}`)).status).toBe(403)
    expect((await team.ask(team.reviewer, 'DELETE', `/suggestions/${withdrawn}`)).status).toBe(204)
    expect((await read(id)).version).toBe(1)
    const listed = async (state: string) =>
      (await team.ask(team.viewer, 'GET', `/chapters/${id}/suggestions?state=${state}`)).body.items.length
    expect([await listed('open'), await listed('rejected')]).toEqual([0, 1])
  })

  test('is made by hunks, which must fit their version', async () => {
    const id = await team.chapter(text)
    const start = text.indexOf('gardn')
    const hunk = { start, end: start + 5, before: 'gardn', after: 'garden', reason: 'Spelling' }
    expect((await suggest(team.reviewer, id, { hunks: [hunk] })).body.hunks).toMatchObject([{ reason: 'Spelling' }])
    const wrong = await suggest(team.reviewer, id, { hunks: [hunk, { ...hunk, start: start + 1, end: start + 6 }] })
    expect(wrong).toMatchObject({ status: 422, body: { problems: [{ path: 'json.hunks.1' }] } })
    expect((await suggest(team.reviewer, id, { content: text })).status).toBe(422)
    expect((await suggest(team.reviewer, id, { content: mended, hunks: [hunk] })).status).toBe(422)
    expect((await suggest(team.reviewer, id, {})).status).toBe(422)
    expect((await suggest(team.reviewer, id, { version: 9, content: mended })).status).toBe(404)
  })
})

test('reviewers suggest, editors decide, viewers read', async () => {
  const id = await team.chapter(text)
  const { body } = await suggest(team.reviewer, id, { content: mended })
  for (const [person, status] of [
    [team.viewer, 403],
    [team.outsider, 404],
  ] as const) {
    expect((await suggest(person, id, { content: mended })).status).toBe(status)
  }
  for (const [person, status] of [
    [team.viewer, 403],
    [team.reviewer, 403],
    [team.outsider, 404],
  ] as const) {
    for (const verb of ['accept', 'reject']) {
      expect((await team.ask(person, 'POST', `/suggestions/${body.id}/${verb}`, {})).status).toBe(status)
    }
  }
  expect(await read(id)).toMatchObject({ content: text, version: 1 })
  expect((await team.ask(team.viewer, 'GET', `/suggestions/${body.id}`)).body.state).toBe('open')
})
