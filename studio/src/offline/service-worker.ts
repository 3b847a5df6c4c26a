/**
 * Keeps the studio readable without a network: the built files, and of the API what was read last by the one person who
 * is signed in. It answers from what it kept only when the server cannot be reached; what it keeps of one person is gone
 * when they sign out, when their session has ended, and when somebody else signs in.
 */

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(kind: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(kind: 'fetch', listener: (event: Asked) => void): void
  addEventListener(kind: 'message', listener: (event: MessageEvent) => void): void
}

/** What the build writes before this file: the names of its files, and one name for them all. */
declare const octavoBuild: { version: string; files: string[] }

const worker = self as unknown as Worker
const files = `octavo-files-${octavoBuild.version}`
const kept = 'octavo-kept'
const person = 'octavo-person'

/** Answers kept at most; the ones read longest ago go first. */
const mostAnswers = 600
/** A larger answer is not kept. Bytes. */
const largestAnswer = 2_000_000

const id = '[0-9a-f-]{36}'
/** What of the API is kept: what it takes to find and read books. */
const readable = new RegExp(
  `^/v1/(me|templates|books(/counts)?|books/${id}(/(outline|cover|review|comments|suggestions|statistics|sources|files|codex|references|audit))?|chapters/${id}(/(comments|suggestions|evidence|versions|statistics|audit))?|files/${id}/content|preview\\.css|preview/fonts/[^/]+)$`,
)
/** A chapter as its readers see it; asked for by POST, because its text is in the question. */
const preview = new RegExp(`^/v1/chapters/${id}/preview$`)
/** What the server answers itself, and no screen of the studio. */
const ownPaths = /^\/(v1|docs|openapi\.json|health|ready|metrics|page\.css)(\/|$)/

worker.addEventListener('install', event =>
  event.waitUntil(caches.open(files).then(cache => cache.addAll(octavoBuild.files))),
)

worker.addEventListener('activate', event => event.waitUntil(takeOver()))

async function takeOver(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter(name => name.startsWith('octavo-files-') && name !== files)
  await Promise.all(old.map(name => caches.delete(name)))
  await worker.clients.claim()
}

// A new version waits until the person at the screen says so: the pages that are open are made of the old one.
worker.addEventListener('message', event => {
  if (event.data === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method === 'POST' && preview.test(url.pathname)) return event.respondWith(readPreview(event))
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (readable.test(url.pathname)) event.respondWith(readAnswer(event, url.pathname))
  else if (ownPaths.test(url.pathname)) return
  else if (url.pathname.startsWith('/assets/')) event.respondWith(readAsset(request))
  else event.respondWith(readPage(request))
})

/** A file whose name holds the hash of its content: it never changes. */
async function readAsset(request: Request): Promise<Response> {
  const known = await caches.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(files)).put(request, answer.clone())
  return answer
}

/** The page, which finds its screen by itself, and the few files beside it. */
async function readPage(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const cache = await caches.open(files)
    const known = await cache.match(request.mode === 'navigate' ? '/' : request)
    if (known) return known
    throw error
  }
}

async function readAnswer(event: Asked, path: string): Promise<Response> {
  const { request } = event
  let answer: Response
  try {
    answer = await fetch(request)
  } catch (error) {
    const known = await (await caches.open(kept)).match(request)
    if (known) return known
    throw error
  }
  const copy = answer.clone()
  if (path === '/v1/me') await notePerson(answer.clone())
  if (answer.status === 200) event.waitUntil(keep(request, copy))
  return answer
}

/** The last preview of each chapter is kept, and is the answer only to the same text. */
async function readPreview(event: Asked): Promise<Response> {
  const { request } = event
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await request.clone().arrayBuffer()))
  const asked = hash.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')
  try {
    const answer = await fetch(request)
    if (answer.status === 200) event.waitUntil(keep(new Request(request.url), answer.clone(), asked))
    return answer
  } catch (error) {
    const known = await (await caches.open(kept)).match(request.url)
    if (known?.headers.get('octavo-asked') === asked) return known
    throw error
  }
}

/** Whose answers are kept: as `/v1/me` says. Somebody else's, or nobody's, are forgotten first. */
async function notePerson(answer: Response): Promise<void> {
  if (answer.status !== 200 && answer.status !== 401) return
  const { id: now } = answer.status === 200 ? ((await answer.json()) as { id: string }) : { id: undefined }
  // Not by opening it, which would make it.
  const known = await caches.match('/', { cacheName: person })
  if (known && (await known.text()) === now) return
  await Promise.all([caches.delete(kept), caches.delete(person)])
  if (now) await (await caches.open(person)).put('/', new Response(now))
}

let written = 0

async function keep(request: Request, answer: Response, asked?: string): Promise<void> {
  const body = await answer.blob()
  if (body.size > largestAnswer || !(await caches.has(person))) return
  const headers = new Headers(answer.headers)
  headers.set('octavo-kept', new Date().toISOString())
  if (asked) headers.set('octavo-asked', asked)
  // A cookie is no part of the question here: the answers are those of one person.
  headers.delete('vary')
  const cache = await caches.open(kept)
  await cache.put(request, new Response(body, { headers }))
  if (++written % 50 !== 0) return
  // In the order in which they were put: what is read again goes to the end.
  const all = await cache.keys()
  await Promise.all(all.slice(0, Math.max(0, all.length - mostAnswers)).map(old => cache.delete(old)))
}
