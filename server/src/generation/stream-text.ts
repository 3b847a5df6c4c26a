import type { Octavo } from '../octavo.ts'
import { appendEvent } from './events.ts'

/** How long text is gathered before watchers get it: few rows, and still fluent to the eye. Milliseconds. */
const gatherFor = 250

/** Where in the book a text belongs, and the job of its chapter. */
export interface TextPlace {
  chapter: number
  section: number
  part: string
}

/** Hands the text of an answer to those who watch the job, in small gathered pieces, in order. */
export function streamText(octavo: Octavo, rootId: string, place: TextPlace) {
  let gathered = ''
  let timer: NodeJS.Timeout | undefined
  let written: Promise<void> = Promise.resolve()

  const append = (kind: 'section' | 'text', text?: string) => {
    written = written
      .then(() =>
        octavo.database.asService('show watchers the text as it comes', tx =>
          appendEvent(tx, rootId, kind, text === undefined ? { ...place } : { ...place, text }),
        ),
      )
      .then(() => octavo.jobs.announceEvents(rootId))
      // Watching is a convenience: what the model wrote is recorded with its call, whether or not this arrived.
      .catch(error => octavo.log.warn({ err: error, rootId }, 'text could not be shown to watchers'))
  }
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (gathered) append('text', gathered)
    gathered = ''
  }
  // Always said, so that what a watcher may have of an earlier, interrupted attempt is forgotten.
  append('section')
  return {
    write: (delta: string) => {
      gathered += delta
      timer ??= setTimeout(flush, gatherFor)
    },
    /** The answer begins anew. */
    restart: () => {
      clearTimeout(timer)
      timer = undefined
      gathered = ''
      append('section')
    },
    /** All that was gathered is written when this resolves. */
    end: async () => {
      flush()
      await written
    },
  }
}
