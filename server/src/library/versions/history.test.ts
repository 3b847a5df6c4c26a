import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTeam, type Team } from '../review/team.fixture.ts'

let team: Team
beforeAll(async () => {
  team = await makeTeam()
})
afterAll(() => team?.close())

/** What one of two people does with the text he has open; `line` and `word` say what he changes in it first. */
type Step =
  | { kind: 'save' | 'autosave' | 'merge'; who: 0 | 1; line: number; word: string }
  | { kind: 'restore'; who: 0 | 1; which: number }
  | { kind: 'read'; who: 0 | 1 }
  | { kind: 'wait'; minutes: number }

const who = fc.constantFrom(0 as const, 1 as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('save' as const, 'autosave' as const, 'autosave' as const, 'merge' as const),
      who,
      line: fc.nat(3),
      word: fc.constantFrom('a', 'b', 'c', 'd'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), who, which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(2, 4, 6) }) },
)

/** A text somebody was told is saved. */
interface Acknowledged {
  number: number
  content: string
  autosaved: boolean
  onPurpose: boolean
  who: 0 | 1
  /** Minutes since the beginning. */
  at: number
}

test('every text that was ever acknowledged is in the history, or its author’s next autosave is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async steps => {
      const people = [team.editor, team.otherEditor]
      const start = ['a', '', 'a', '', 'a', '', 'a'].join('\n')
      const id = await team.chapter(start)
      const open = [
        { version: 1, content: start },
        { version: 1, content: start },
      ]
      const acknowledged: Acknowledged[] = []
      let clock = 0
      let before = { version: 1, content: start }
      for (const one of steps) {
        if (one.kind === 'wait') {
          await team.letPass(one.minutes)
          clock += one.minutes
          continue
        }
        const mine = open[one.who]!
        if (one.kind === 'read') {
          open[one.who] = before
          continue
        }
        const answer = await act(one, id, mine)
        const after = await chapterNow(id)
        if (answer.status !== 200) {
          // Refused: nothing has changed, and nobody's text was written over.
          expect([404, 409, 412]).toContain(answer.status)
          expect(after).toEqual(before)
          if (answer.status === 409) open[one.who] = after
          continue
        }
        const { version, content } = answer.body
        expect(content).toBe(after.content)
        // Without merging, only who had read the newest may have saved.
        if (one.kind === 'save' || one.kind === 'autosave') expect(mine.version).toBe(before.version)
        open[one.who] = { version, content }
        const autosaved = one.kind === 'autosave'
        // With nothing to merge, it is a save like any other.
        const onPurpose = one.kind === 'save' || (one.kind === 'merge' && mine.version === before.version)
        if (version > before.version)
          acknowledged.push({ number: version, content, autosaved, onPurpose, who: one.who, at: clock })
        before = after
      }
      await checkHistory(id, acknowledged, before)

      function act(one: Exclude<Step, { kind: 'read' | 'wait' }>, chapterId: string, mine: (typeof open)[number]) {
        const person = people[one.who]!
        if (one.kind === 'restore') {
          const number = 1 + (one.which % mine.version)
          return team.ask(person, 'POST', `/chapters/${chapterId}/versions/${number}/restore`)
        }
        const lines = mine.content.split('\n')
        lines[2 * one.line] = one.word
        const [autosave, merge] = [one.kind === 'autosave', one.kind === 'merge']
        return team.ask(
          person,
          'PUT',
          `/chapters/${chapterId}`,
          { content: lines.join('\n'), autosave, merge },
          mine.version,
        )
      }
    }),
    { numRuns: 20 },
  )
}, 120_000)

function chapterNow(id: string): Promise<{ version: number; content: string }> {
  return team.server.database.asService('look at the chapter itself', tx =>
    tx.selectFrom('library.chapters').select(['version', 'content']).where('id', '=', id).executeTakeFirstOrThrow(),
  )
}

async function checkHistory(
  id: string,
  acknowledged: readonly Acknowledged[],
  chapter: { version: number; content: string },
): Promise<void> {
  const listed = (await team.ask(team.viewer, 'GET', `/chapters/${id}/versions?limit=200`)).body.items
  expect(listed[0].number).toBe(chapter.version)
  const rows = await team.server.database.asService('read every version at once', tx =>
    tx.selectFrom('library.chapter_versions').select(['number', 'content']).where('chapter_id', '=', id).execute(),
  )
  const numbers = new Set(listed.map((version: { number: number }) => version.number))
  const history = new Map(rows.filter(row => numbers.has(row.number)).map(row => [row.number, row.content]))
  expect(history.get(chapter.version)).toBe(chapter.content)
  expect(history.get(1)).toBeDefined()
  let runBegan = 0
  for (const [index, one] of acknowledged.entries()) {
    const previous = acknowledged[index - 1]
    if (one.autosaved && !(previous && continues(previous, one, runBegan))) runBegan = one.at
    const next = acknowledged[index + 1]
    const replaced =
      one.autosaved &&
      next &&
      (continues(one, next, runBegan) || (next.onPurpose && next.who === one.who && next.content === one.content))
    expect(history.get(one.number), `version ${one.number}`).toBe(replaced ? undefined : one.content)
  }
}

/** Whether an autosave goes on with the run of the one before it, which began at this minute. */
function continues(previous: Acknowledged, one: Acknowledged, runBegan: number): boolean {
  const together = previous.autosaved && one.autosaved && previous.who === one.who
  return together && previous.number + 1 === one.number && one.at - runBegan < 5
}
