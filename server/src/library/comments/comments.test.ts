import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestPerson } from '../../testing.ts'
import { makeTeam, type Team } from '../review/team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

const text = '# Bees\n\nThe hive stands in the garden.\n\nThe bees fly out.\n'
const say = (person: TestPerson, id: string, comment: object) =>
  team.ask(person, 'POST', `/chapters/${id}/comments`, comment)
const passage = (part: string, version = 1) => ({
  version,
  start: text.indexOf(part),
  end: text.indexOf(part) + part.length,
})

describe('a comment', () => {
  test('stands at a passage, is answered, resolved and opened again', async () => {
    const id = await team.chapter(text)
    const made = await say(team.reviewer, id, { body: 'Which **garden**?', passage: passage('the garden') })
    expect(made).toMatchObject({
      status: 201,
      body: {
        author: { id: team.reviewer.userId, name: 'Rita' },
        body: 'Which **garden**?',
        version: 1,
        passage: { quote: 'the garden', detached: false, line: 3, start: text.indexOf('the garden') },
        resolvedAt: null,
        answers: [],
      },
    })
    const answered = await say(team.editor, id, { body: 'Mine.', parentId: made.body.id })
    expect(answered.body).toMatchObject({ id: made.body.id, answers: [{ body: 'Mine.', author: { name: 'Edith' } }] })
    // An answer to an answer joins the thread.
    const again = await say(team.reviewer, id, { body: 'Good.', parentId: answered.body.answers[0].id })
    expect(again.body.answers.map((answer: { body: string }) => answer.body)).toEqual(['Mine.', 'Good.'])
    const path = `/comments/${again.body.answers[1].id}/resolve`
    expect((await team.ask(team.editor, 'POST', path)).body).toMatchObject({ resolvedBy: { name: 'Edith' } })
    expect((await team.ask(team.reviewer, 'POST', path)).body).toMatchObject({ resolvedBy: { name: 'Edith' } })
    const listed = async (query: string) =>
      (await team.ask(team.viewer, 'GET', `/chapters/${id}/comments${query}`)).body.items.length
    expect([await listed(''), await listed('?open=true'), await listed('?open=false')]).toEqual([1, 0, 1])
    expect((await team.ask(team.reviewer, 'DELETE', path)).body).toMatchObject({ resolvedAt: null, resolvedBy: null })
  })

  test('finds its passage after edits, and keeps the quote when it is gone', async () => {
    const id = await team.chapter(text)
    await say(team.reviewer, id, { body: 'Which?', passage: passage('the garden') })
    const see = async (content: string) => {
      await team.ask(team.editor, 'PUT', `/chapters/${id}`, { content }, '*')
      return (await team.ask(team.viewer, 'GET', `/chapters/${id}/comments`)).body.items[0].passage
    }
    const moved = `# Bees and the rest\n\nA new paragraph.\n\n${text.slice(8)}`
    expect(await see(moved)).toMatchObject({ detached: false, line: 5, start: moved.indexOf('the garden') })
    expect(await see('# Wasps\n\nSomething else altogether, about ships.\n')).toEqual({
      quote: 'the garden',
      detached: true,
      start: null,
      end: null,
      line: null,
    })
    // Restored, it is attached again.
    expect(await see(text)).toMatchObject({ detached: false, line: 3 })
  })

  test('is about a place that exists', async () => {
    const id = await team.chapter(text)
    const refused = await say(team.reviewer, id, { body: 'Where?', passage: { version: 1, start: 5, end: 9_999 } })
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ path: 'json.passage' }] } })
    const empty = { version: 1, start: 5, end: 5 }
    expect((await say(team.reviewer, id, { body: 'Where?', passage: empty })).status).toBe(422)
    expect((await say(team.reviewer, id, { body: 'When?', passage: passage('the', 7) })).status).toBe(404)
    const other = await team.chapter(text)
    const elsewhere = (await say(team.reviewer, other, { body: 'There.' })).body.id
    expect((await say(team.reviewer, id, { body: 'Here?', parentId: elsewhere })).status).toBe(404)
    const both = { body: 'Both?', parentId: elsewhere, passage: passage('the') }
    expect((await say(team.reviewer, other, both)).status).toBe(422)
  })

  test('has 1 to 10,000 characters, kept as typed', async () => {
    const id = await team.chapter(text)
    const body = '<script>alert(1)</script> 🐝'
    expect((await say(team.reviewer, id, { body })).body.body).toBe(body)
    expect((await say(team.reviewer, id, { body: '🐝'.repeat(10_000) })).status).toBe(201)
    expect((await say(team.reviewer, id, { body: '🐝'.repeat(10_001) })).status).toBe(422)
    expect((await say(team.reviewer, id, { body: ' \n' })).status).toBe(422)
    expect((await say(team.reviewer, id, { body: 'a\0b' })).status).toBe(422)
  })
})

describe('who may', () => {
  test('write: reviewers and above; a viewer reads', async () => {
    const id = await team.chapter(text)
    for (const person of [team.reviewer, team.editor, team.admin, team.owner]) {
      expect((await say(person, id, { body: `By ${person.name}` })).status).toBe(201)
    }
    expect((await say(team.viewer, id, { body: 'Me too' })).status).toBe(403)
    expect((await say(team.outsider, id, { body: 'And me' })).status).toBe(404)
    expect((await team.ask(team.viewer, 'GET', `/chapters/${id}/comments`)).body.items).toHaveLength(4)
    expect((await team.ask(team.outsider, 'GET', `/chapters/${id}/comments`)).status).toBe(404)
  })

  test('change the words: the author alone; resolve and delete: editors as well', async () => {
    const id = await team.chapter(text)
    const comment = (await say(team.reviewer, id, { body: 'First' })).body.id
    const path = `/comments/${comment}`
    for (const person of [team.editor, team.owner, team.viewer]) {
      expect((await team.ask(person, 'PATCH', path, { body: 'In your name' })).status).toBe(403)
    }
    const changed = await team.ask(team.reviewer, 'PATCH', path, { body: 'Better' })
    expect(changed.body).toMatchObject({ body: 'Better', editedAt: expect.any(String) })
    await say(team.editor, id, { body: 'An answer', parentId: comment })
    expect(await team.ask(team.reviewer, 'DELETE', path)).toMatchObject({
      status: 409,
      body: { code: 'comment_answered' },
    })
    expect((await team.ask(team.viewer, 'DELETE', path)).status).toBe(403)
    expect((await team.ask(team.otherEditor, 'DELETE', path)).status).toBe(204)
    expect((await team.ask(team.viewer, 'GET', path)).status).toBe(404)
    const own = (await say(team.reviewer, id, { body: 'Never mind' })).body.id
    expect((await team.ask(team.reviewer, 'DELETE', `/comments/${own}`)).status).toBe(204)
  })
})

test('the comments of a book are listed in pages, and counted by chapter', async () => {
  const book = (await team.ask(team.owner, 'POST', '/books', { title: 'Counted' })).body.id
  const chapter = async (title: string) =>
    (await team.ask(team.owner, 'POST', `/books/${book}/chapters`, { title, content: text })).body.id
  const [one, two] = [await chapter('One'), await chapter('Two')]
  for (const id of [one, two, one]) await say(team.owner, id, { body: 'Look', passage: passage('hive') })
  const first = await team.ask(team.owner, 'GET', `/books/${book}/comments?limit=2`)
  const second = await team.ask(team.owner, 'GET', `/books/${book}/comments?limit=2&cursor=${first.body.next}`)
  const chapters = [...first.body.items, ...second.body.items].map(comment => comment.chapterId)
  expect([chapters, second.body.next]).toEqual([[one, two, one], null])
  await team.ask(team.owner, 'POST', `/comments/${first.body.items[0].id}/resolve`)
  await team.ask(team.owner, 'POST', `/chapters/${two}/suggestions`, { version: 1, content: `${text}More.\n` })
  expect((await team.ask(team.owner, 'GET', `/books/${book}/review`)).body).toEqual({
    open: { comments: 2, suggestions: 1 },
    chapters: [
      { id: one, title: 'One', status: 'edited', version: 1, open: { comments: 1, suggestions: 0 } },
      { id: two, title: 'Two', status: 'edited', version: 1, open: { comments: 1, suggestions: 1 } },
    ],
  })
  await team.ask(team.owner, 'DELETE', `/books/${book}`)
  expect((await say(team.owner, one, { body: 'Late' })).body.code).toBe('book_trashed')
})

test('a comment of one book is not smuggled into another', async () => {
  const id = await team.chapter(text)
  const own = (await team.ask(team.outsider, 'POST', '/books', { title: 'Elsewhere' })).body.id
  const smuggle = team.server.database.asUser(team.outsider, tx =>
    tx.insertInto('library.comments').values({ book_id: own, chapter_id: id, body: 'Here' }).execute(),
  )
  await expect(smuggle).rejects.toMatchObject({ code: '23503' })
})
