import type { JobEvent } from '../api/follow-events.ts'
import type { PartStanding, Standing, TextSoFar, Waiting } from './job.ts'

/** A chapter's text so far, and how many characters of its end came last. */
export type WatchedText = TextSoFar & { fresh: number }

const countWords = (text: unknown): number => String(text).match(/\S+/g)?.length ?? 0

/** How a job stands after one more event. Events it knows of already change nothing. */
export function advance(standing: Standing, event: JobEvent): Standing {
  if (event.number <= standing.lastEvent) return standing
  const next = { ...standing, lastEvent: event.number }
  const { data } = event
  const part = (change: Partial<PartStanding> | ((one: PartStanding) => Partial<PartStanding>)) => ({
    ...next,
    parts: next.parts.map(one =>
      one.id === data.part ? { ...one, ...(typeof change === 'function' ? change(one) : change) } : one,
    ),
  })
  switch (event.kind) {
    case 'text':
      return part(one => ({ words: one.words + countWords(data.text), waiting: null }))
    case 'section':
      return part({ waiting: null })
    case 'waiting': {
      const waiting = data as unknown as Waiting
      return standing.parts.some(one => one.id === data.part) ? part({ waiting }) : { ...next, waiting }
    }
    case 'call':
      return { ...next, waiting: null }
    case 'progress':
      return {
        ...part({ sections: Number(data.section) }),
        progress: { ...(data as unknown as NonNullable<Standing['progress']>), measuredAt: event.createdAt },
      }
    default:
      return next
  }
}

/** A chapter's text after one more event: pieces are added; what begins anew is read again by whoever shows it. */
export function addText(text: WatchedText, partId: string, event: JobEvent): WatchedText {
  if (event.number <= text.lastEvent) return text
  const next = { ...text, lastEvent: event.number }
  if (event.kind !== 'text' || event.data.part !== partId) return next
  const piece = String(event.data.text)
  const sections = [...text.sections]
  const at = Number(event.data.section)
  const section = sections[at]
  // Of a section that is not known to have begun the next answer tells all.
  if (!section || section.finished) return next
  sections[at] = { ...section, text: section.text + piece }
  return { ...next, sections, fresh: piece.length }
}
