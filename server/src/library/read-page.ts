import { Worker } from 'node:worker_threads'
import type { PageText } from '@octavo/manuscript/web-page'
import { OctavoError } from '../errors.ts'

/** Megabytes. */
const mostMemory = 1024

/**
 * `pageToMyst` beside the event loop, within a time in milliseconds and 1 GB: a page of a few kilobytes, nested
 * deeply enough, would take hours. Throws source_unreadable.
 */
export async function readPage(html: string, url: string, longest: number): Promise<PageText> {
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), {
    workerData: { html, url },
    resourceLimits: { maxOldGenerationSizeMb: mostMemory, stackSizeMb: 8 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<PageText>()
  const advice = 'Save the part that matters as Markdown or plain text and add that.'
  const timer = setTimeout(() => {
    reject(new OctavoError('source_unreadable', `This page is too entangled to be read in time. ${advice}`))
  }, longest)
  worker.once('message', resolve)
  worker.once('error', cause => {
    reject(new OctavoError('source_unreadable', `This page cannot be taken apart. ${advice}`, { cause }))
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
