import { parentPort, workerData } from 'node:worker_threads'
import { pageToMyst } from '@octavo/manuscript/web-page'

// A thread of its own, because a page made to be slow can only be stopped from outside.
const { html, url } = workerData as { html: string; url: string }
parentPort?.postMessage(await pageToMyst(html, url))
