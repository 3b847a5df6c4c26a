import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestPerson } from '../../testing.ts'
import { makeTeam, type Team } from '../review/team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

const text = (lines: Record<number, string> = {}) =>
  Array.from({ length: 9 }, (_, index) => (index % 2 ? '' : (lines[index] ?? `Paragraph ${index}.`))).join('\n')
const put = (person: TestPerson, id: string, version: number, content: string, more: object = {}) =>
  team.ask(person, 'PUT', `/chapters/${id}`, { content, ...more }, version)
const read = async (id: string) => (await team.ask(team.viewer, 'GET', `/chapters/${id}`)).body
const versions = async (id: string) => (await team.ask(team.viewer, 'GET', `/chapters/${id}/versions`)).body.items

test('the second of two editors is merged when asked, with both as authors', async () => {
  const id = await team.chapter(text())
  expect((await put(team.editor, id, 1, text({ 0: 'Edith was here.' }))).body.version).toBe(2)
  const mine = text({ 8: 'Emil was here.' })
  expect(await put(team.otherEditor, id, 1, mine)).toMatchObject({ status: 412, body: { code: 'version_conflict' } })
  const merged = await put(team.otherEditor, id, 1, mine, { merge: true, note: 'The end' })
  expect(merged).toMatchObject({ status: 200, body: { version: 3, lastEditedBy: { name: 'Emil' } } })
  expect(merged.headers.get('etag')).toBe('"v3"')
  expect(merged.body.content).toBe(text({ 0: 'Edith was here.', 8: 'Emil was here.' }))
  const [newest] = await versions(id)
  expect(newest).toMatchObject({ number: 3, changeType: 'merged', base: 1, author: { name: 'Emil' } })
  expect(newest.authors.map((author: { name: string }) => author.name).toSorted()).toEqual(['Edith', 'Emil'])
  expect(newest.note).toBe('The end\n\nMerged with version 2; both began from version 1')
})

test('a conflict saves nothing and gives everything that is needed to settle it', async () => {
  const id = await team.chapter(text())
  await put(team.editor, id, 1, text({ 0: 'Edith’s.' }))
  const mine = text({ 0: 'Emil’s.', 8: 'And the end.' })
  const answer = await put(team.otherEditor, id, 1, mine, { merge: true })
  expect(answer).toMatchObject({ status: 409, body: { code: 'merge_conflict', currentVersion: 2 } })
  expect(answer.headers.get('etag')).toBe('"v2"')
  expect(answer.body.merge).toMatchObject({
    base: { version: 1, content: text() },
    theirs: { version: 2, content: text({ 0: 'Edith’s.' }) },
    mine: { content: mine },
    titleConflicts: false,
  })
  expect(answer.body.merge.conflicts).toHaveLength(1)
  expect(answer.body.merge.conflicts[0].mine).toContain('Emil’s.')
  expect(answer.body.merge.conflicts[0].theirs).toContain('Edith’s.')
  expect(await read(id)).toMatchObject({ version: 2, content: text({ 0: 'Edith’s.' }) })
  // Settled, it is saved over the version it was settled with.
  const settled = await put(team.otherEditor, id, 2, text({ 0: 'Both.', 8: 'And the end.' }), { merge: true })
  expect(settled).toMatchObject({ status: 200, body: { version: 3 } })
})

test('titles are merged like texts', async () => {
  const id = await team.chapter(text())
  await put(team.editor, id, 1, text(), { title: 'Hers' })
  const kept = await put(team.otherEditor, id, 1, text({ 4: 'Changed.' }), { merge: true })
  expect(kept.body).toMatchObject({ title: 'Hers', version: 3 })
  const clash = await put(team.otherEditor, id, 1, text({ 4: 'Changed.' }), { merge: true, title: 'His' })
  expect(clash).toMatchObject({ status: 409, body: { merge: { titleConflicts: true, conflicts: [] } } })
  expect((await read(id)).title).toBe('Hers')
})

test('sent again after its answer was lost, a save changes nothing', async () => {
  const id = await team.chapter(text())
  const mine = text({ 2: 'Mine.' })
  await put(team.editor, id, 1, mine)
  expect((await put(team.editor, id, 1, mine, { merge: true })).body).toMatchObject({ version: 2, content: mine })
  expect(await versions(id)).toHaveLength(2)
})

test('what the other only autosaved, and went on from, is merged with as well', async () => {
  const id = await team.chapter(text())
  await put(team.editor, id, 1, text({ 0: 'First thought.' }), { autosave: true })
  const read2 = await read(id)
  await put(team.editor, id, 2, text({ 0: 'Second thought.' }), { autosave: true })
  // Replaced in the history by now; merging from an older base instead would bring the first thought back.
  const mine = read2.content.replace('Paragraph 8.', 'Emil was here.')
  const merged = await put(team.otherEditor, id, 2, mine, { merge: true })
  expect(merged.body.content).toBe(text({ 0: 'Second thought.', 8: 'Emil was here.' }))
})

test('at the same moment, every one of many is kept', async () => {
  const id = await team.chapter(text())
  const people = [team.owner, team.admin, team.editor, team.otherEditor]
  const answers = await Promise.all(
    people.map((person, index) => put(person, id, 1, text({ [2 * index]: `By ${person.name}.` }), { merge: true })),
  )
  expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200])
  const { content, version } = await read(id)
  expect(version).toBe(5)
  for (const person of people) expect(content).toContain(`By ${person.name}.`)
  expect(new Set((await versions(id)).map((one: { number: number }) => one.number)).size).toBe(5)
})

test('at the same moment in the same place, one wins and the others are told', async () => {
  const id = await team.chapter(text())
  const people = [team.owner, team.admin, team.editor, team.otherEditor]
  const answers = await Promise.all(
    people.map(person => put(person, id, 1, text({ 4: `By ${person.name}.` }), { merge: true })),
  )
  expect(answers.map(answer => answer.status).toSorted()).toEqual([200, 409, 409, 409])
  const { content, version } = await read(id)
  expect(version).toBe(2)
  const winner = people[answers.findIndex(answer => answer.status === 200)]!
  expect(content).toBe(text({ 4: `By ${winner.name}.` }))
})
