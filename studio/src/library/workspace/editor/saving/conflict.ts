import { ApiProblem, ask } from '@octavo/server/client'
import { api } from '../../../../api/client.ts'
import { changesBetween } from './changes-between.ts'

/** A place both changed. */
export interface ConflictPlace {
  mine: string
  theirs: string
  /** Where `mine` stands in the merged text. */
  from: number
  to: number
}

/** Two texts that could not be merged without somebody's choice. Nothing is saved and nothing is lost. */
export interface Conflict {
  /** What both agree on, with `mine` in each place. */
  text: string
  places: ConflictPlace[]
  /** What was sent. */
  sent: string
  theirs: { version: number; text: string; by: string | null }
}

/** For each place: mine, theirs, or one after the other. */
export type Choice = 'mine' | 'theirs' | 'both'

interface MergeExtension {
  theirs: { version: number; content: string }
  text: string
  conflicts: { mine: string; theirs: string; start: number; end: number }[]
}

/** What the server said no to, as a conflict to settle; undefined when it is another error. */
export async function conflictOf(chapterId: string, sent: string, error: unknown): Promise<Conflict | undefined> {
  if (!(error instanceof ApiProblem) || (error.status !== 409 && error.status !== 412)) return undefined
  const chapter = await ask(api.v1.chapters[':id'].$get({ param: { id: chapterId } }))
  const by = chapter.lastEditedBy?.name ?? null
  const { merge } = (error.details ?? {}) as { merge?: MergeExtension }
  if (merge) {
    return {
      text: merge.text,
      places: merge.conflicts.map(({ mine, theirs, start, end }) => ({ mine, theirs, from: start, to: end })),
      sent,
      theirs: { version: merge.theirs.version, text: merge.theirs.content, by },
    }
  }
  // What both began from is not kept any more: every difference is a place to choose.
  const theirs = chapter.content.replace(/\r\n?/g, '\n')
  const places = changesBetween(sent, theirs).map(({ from, to, insert }) => ({
    mine: sent.slice(from, to),
    theirs: insert,
    from,
    to,
  }))
  return { text: sent, places, sent, theirs: { version: chapter.version, text: theirs, by } }
}

/** The text with what was chosen in each place. */
export function settled({ text, places }: Conflict, choices: readonly Choice[]): string {
  let result = ''
  let at = 0
  places.forEach((place, index) => {
    const choice = choices[index] ?? 'mine'
    const gap = /\n$/.test(place.mine) || place.mine === '' ? '' : '\n'
    const chosen = choice === 'both' ? `${place.mine}${gap}${place.theirs}` : place[choice]
    result += text.slice(at, place.from) + chosen
    at = place.to
  })
  return result + text.slice(at)
}
