import { Worker } from 'node:worker_threads'
import { keptShare, type PageStatistics, parsePage, statisticsOf } from '@octavo/manuscript'
import { type Topic, topicsOf } from './topics.ts'

/** Raised whenever the same text would be counted differently: what was calculated before is then stale. */
export const method = 1

export interface Uncounted {
  content: string
  language: string
  /** The text a model wrote last, if one did. */
  generated: string | null
}

export interface Calculated {
  statistics: PageStatistics
  topics: Topic[]
  aiShare: number | null
}

/** Everything that is calculated from the text of a chapter. Takes some tenths of a second for one of usual length. */
export function calculate({ content, language, generated }: Uncounted): Calculated {
  const page = parsePage(content)
  return {
    statistics: statisticsOf(page, language),
    topics: topicsOf(page, language),
    aiShare: generated === null ? null : keptShare(parsePage(generated), page, language),
  }
}

/** Milliseconds. Starting the worker takes about a second; most of its memory is the model that tags English. */
const longestIdle = 60_000

let worker: Worker | undefined
let idle: NodeJS.Timeout | undefined

/**
 * `calculate` beside the event loop, which answers everybody else meanwhile. One text at a time: the next is given when
 * the one before has been answered. The worker stays for a minute, and keeps no process from ending.
 */
export async function calculateBeside(uncounted: Uncounted): Promise<Calculated> {
  clearTimeout(idle)
  worker ??= new Worker(new URL('./calculate-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  })
  const running = worker
  running.ref()
  const { promise, resolve, reject } = Promise.withResolvers<Calculated>()
  running.once('message', resolve)
  running.once('error', reject)
  running.postMessage(uncounted)
  try {
    const calculated = await promise
    running.unref()
    idle = setTimeout(endWorker, longestIdle).unref()
    return calculated
  } catch (error) {
    endWorker()
    throw error
  } finally {
    running.off('message', resolve).off('error', reject)
  }
}

function endWorker(): void {
  void worker?.terminate()
  worker = undefined
}
