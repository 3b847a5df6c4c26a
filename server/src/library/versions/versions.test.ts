import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../../system/maintenance.ts'
import type { TestPerson } from '../../testing.ts'
import { saveChapter } from '../chapters.ts'
import { makeTeam, type Team } from '../review/team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

const save = (person: TestPerson, id: string, version: number, content: string, more: object = {}) =>
  team.ask(person, 'PUT', `/chapters/${id}`, { content, ...more }, version)
const autosave = (person: TestPerson, id: string, version: number, content: string) =>
  save(person, id, version, content, { autosave: true })
const history = async (id: string, query = '') =>
  (await team.ask(team.viewer, 'GET', `/chapters/${id}/versions${query}`)).body.items
const numbers = async (id: string, query = '') =>
  (await history(id, query)).map((version: { number: number }) => version.number)

describe('autosaves of one person', () => {
  test('become one version, while each has an ETag of its own', async () => {
    const id = await team.chapter('one')
    expect((await autosave(team.editor, id, 1, 'two')).headers.get('etag')).toBe('"v2"')
    expect((await autosave(team.editor, id, 2, 'three')).headers.get('etag')).toBe('"v3"')
    expect((await autosave(team.editor, id, 3, 'four')).headers.get('etag')).toBe('"v4"')
    expect(await numbers(id)).toEqual([4, 1])
    // Whoever still holds the tag of a replaced one is told so.
    expect(await save(team.otherEditor, id, 3, 'stale')).toMatchObject({ status: 412, body: { currentVersion: 4 } })
    // Its text is still there, for a merge.
    expect((await team.ask(team.otherEditor, 'GET', `/chapters/${id}/versions/3`)).body.content).toBe('three')
  })

  test('end a run after five minutes, counted from its first', async () => {
    const id = await team.chapter('one')
    await autosave(team.editor, id, 1, 'two')
    await team.letPass(3)
    await autosave(team.editor, id, 2, 'three')
    await team.letPass(3)
    await autosave(team.editor, id, 3, 'four')
    expect(await numbers(id)).toEqual([4, 3, 1])
  })

  test('do not reach over what anybody else did, nor over a save on purpose', async () => {
    const id = await team.chapter('one')
    await autosave(team.editor, id, 1, 'two')
    await autosave(team.otherEditor, id, 2, 'three')
    await autosave(team.editor, id, 3, 'four')
    await save(team.editor, id, 4, 'five')
    await autosave(team.editor, id, 5, 'six')
    expect(await numbers(id)).toEqual([6, 5, 4, 3, 2, 1])
  })

  test('saved on purpose stay, without standing there twice', async () => {
    const id = await team.chapter('one')
    await autosave(team.editor, id, 1, 'two')
    expect((await save(team.editor, id, 2, 'two', { note: 'Done' })).headers.get('etag')).toBe('"v3"')
    await autosave(team.editor, id, 3, 'three')
    expect(await history(id)).toMatchObject([
      { number: 4, changeType: 'autosaved' },
      { number: 3, changeType: 'edited', note: 'Done' },
      { number: 1 },
    ])
    expect((await save(team.otherEditor, id, 4, 'three')).body.version).toBe(4)
  })

  test('never replace a labelled one; labelled, a replaced one is in the history again', async () => {
    const id = await team.chapter('one')
    const label = (number: number, name: string) =>
      team.ask(team.editor, 'PUT', `/chapters/${id}/versions/${number}/label`, { name })
    await autosave(team.editor, id, 1, 'two')
    await label(2, 'Before lunch')
    await autosave(team.editor, id, 2, 'three')
    await autosave(team.editor, id, 3, 'four')
    expect(await numbers(id)).toEqual([4, 2, 1])
    await label(3, 'A thought')
    expect(await numbers(id)).toEqual([4, 3, 2, 1])
  })

  test('that were replaced are dropped a day later, unless somebody needs them', async () => {
    const id = await team.chapter('one')
    for (const number of [1, 2, 3, 4, 5]) await autosave(team.editor, id, number, `text ${number + 1}`)
    await team.ask(team.editor, 'PUT', `/chapters/${id}/versions/2/label`, { name: 'Keep' })
    const suggestion = { version: 3, content: 'text three' }
    expect((await team.ask(team.reviewer, 'POST', `/chapters/${id}/suggestions`, suggestion)).status).toBe(201)
    const kept = async () =>
      (
        await Promise.all(
          [1, 2, 3, 4, 5, 6].map(async number =>
            (await team.ask(team.viewer, 'GET', `/chapters/${id}/versions/${number}`)).status === 200 ? number : [],
          ),
        )
      ).flat()
    await team.letPass(23 * 60)
    await sweep(team.server.octavo)
    expect(await kept()).toEqual([1, 2, 3, 4, 5, 6])
    await team.letPass(2 * 60)
    await sweep(team.server.octavo)
    expect(await kept()).toEqual([1, 2, 3, 6])
    expect(await numbers(id)).toEqual([6, 2, 1])
    expect((await save(team.editor, id, 6, 'goes on')).body.version).toBe(7)
    // Who began from a dropped one cannot be merged with, and is told so; nothing is lost.
    const late = await save(team.otherEditor, id, 4, 'text 4, mine', { merge: true })
    expect(late).toMatchObject({ status: 412, body: { code: 'version_conflict', currentVersion: 7 } })
  })

  test('cannot be made to replace what they may not', async () => {
    const id = await team.chapter('one')
    await save(team.otherEditor, id, 1, 'two')
    const forge = (column: string, value: string) =>
      team.server.database
        .asUser(team.editor, tx =>
          tx
            .insertInto('library.chapter_versions')
            .values({
              chapter_id: id,
              book_id: team.bookId,
              number: 3,
              title: 'Chapter',
              content: 'three',
              words: 1,
              change_type: 'autosaved',
              [column]: value,
            })
            .execute(),
        )
        .catch((error: { code: string }) => error.code)
    expect(await forge('run', '2')).toBe('42501')
    expect(await forge('run_began_at', '2020-01-01')).toBe('42501')
    expect(await forge('created_at', '2020-01-01')).toBe('42501')
    expect(await numbers(id)).toEqual([2, 1])
  })
})

describe('labels', () => {
  test('are unique in a chapter, renamed, taken away, and for editors only', async () => {
    const id = await team.chapter('one')
    await save(team.editor, id, 1, 'two')
    const path = (number: number) => `/chapters/${id}/versions/${number}/label`
    expect((await team.ask(team.editor, 'PUT', path(1), { name: ' First ' })).body.label).toBe('First')
    expect(await team.ask(team.editor, 'PUT', path(2), { name: 'First' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect((await team.ask(team.otherEditor, 'PUT', path(1), { name: 'Printed' })).body.label).toBe('Printed')
    expect((await team.ask(team.editor, 'PUT', path(9), { name: 'Nowhere' })).status).toBe(404)
    expect((await team.ask(team.reviewer, 'PUT', path(2), { name: 'Mine' })).status).toBe(403)
    expect(await numbers(id, '?labelled=true')).toEqual([1])
    expect(await numbers(id, '?labelled=false')).toEqual([2])
    expect((await team.ask(team.editor, 'DELETE', path(1))).status).toBe(204)
    expect(await numbers(id, '?labelled=true')).toEqual([])
    // A chapter is deleted with the labels of its versions.
    await team.ask(team.editor, 'PUT', path(2), { name: 'Last' })
    expect((await team.ask(team.editor, 'DELETE', `/chapters/${id}`)).status).toBe(204)
  })
})

test('versions are listed by what made them, and name the job that did', async () => {
  const id = await team.chapter('one')
  const jobId = await team.server.database.asService('a job for a test', async tx => {
    const job = { organization_id: team.owner.organizationId, book_id: team.bookId, kind: 'chapter' as const }
    return (await tx.insertInto('generation.generations').values(job).returning('id').executeTakeFirstOrThrow()).id
  })
  await team.server.database.asService('write as a job does', tx =>
    saveChapter(tx, { chapterId: id, content: 'two', changeType: 'generated', by: team.owner.userId, jobId }),
  )
  expect(await history(id, '?changeType=generated')).toMatchObject([{ number: 2, jobId }])
  expect(await numbers(id, '?changeType=edited')).toEqual([1])
  expect((await team.ask(team.viewer, 'GET', `/chapters/${id}/versions?changeType=dreamt`)).status).toBe(422)
})

test('any two versions are compared by words and by lines', async () => {
  const id = await team.chapter('# Bees\n\nThe old hive stands.\n\nThe end.\n')
  await save(team.editor, id, 1, '# Bees\n\nThe new hive stands here.\n\nThe end.\n')
  await save(team.editor, id, 2, '# Bees\n')
  const compare = (from: number, to: number) =>
    team.ask(team.viewer, 'GET', `/chapters/${id}/versions/compare?from=${from}&to=${to}`)
  const { body } = await compare(1, 2)
  expect(body.from).toMatchObject({ number: 1, words: 7, author: { name: 'Olga' } })
  expect(body.to).toMatchObject({ number: 2, words: 8, author: { name: 'Edith' } })
  const side = (without: string) =>
    body.words
      .filter((segment: { kind: string }) => segment.kind !== without)
      .map((segment: { text: string }) => segment.text)
      .join('')
  expect(side('added')).toBe('# Bees\n\nThe old hive stands.\n\nThe end.\n')
  expect(side('removed')).toBe('# Bees\n\nThe new hive stands here.\n\nThe end.\n')
  expect(body.words).toContainEqual({ kind: 'removed', text: 'old' })
  expect(body.words).toContainEqual({ kind: 'added', text: 'new' })
  expect(body.lines).toMatchObject([{ beforeStart: 1, beforeLines: 5, afterStart: 1, afterLines: 5 }])
  expect((await compare(3, 1)).body).toMatchObject({ from: { number: 3, words: 1 }, to: { number: 1 } })
  expect((await compare(2, 2)).body.lines).toEqual([])
  expect((await compare(1, 9)).status).toBe(404)
})
