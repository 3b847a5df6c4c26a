// Above this stand `files`, the hash of every file of the site by its path, and `first`, those every reader needs.
// What is kept is named by path and hash, so a new edition fetches only what is new, and nothing old is ever shown for it.
const store = `octavo ${registration.scope}`
const keyOf = path => `${registration.scope}${path}?octavo=${files[path]}`

async function keep(cache, path) {
  const key = keyOf(path)
  if (await cache.match(key)) return
  const response = await fetch(registration.scope + path, { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  await cache.put(key, response)
}

async function keepAll(paths, told = () => {}) {
  const cache = await caches.open(store)
  const left = [...paths]
  let done = 0
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await keep(cache, path)
        told(++done)
      }
    }),
  )
}

addEventListener('install', event => event.waitUntil(keepAll(first).then(() => skipWaiting())))

addEventListener('activate', event => event.waitUntil(dropOld().then(() => clients.claim())))

async function dropOld() {
  const cache = await caches.open(store)
  const wanted = new Set(Object.keys(files).map(keyOf))
  for (const { url } of await cache.keys()) if (!wanted.has(decodeURI(url)) && !wanted.has(url)) await cache.delete(url)
}

addEventListener('message', event => {
  const [port] = event.ports
  if (event.data !== 'save' || !port) return
  const paths = Object.keys(files)
  event.waitUntil(
    keepAll(paths, done => port.postMessage({ done, of: paths.length })).then(
      () => port.postMessage({ failed: false }),
      () => port.postMessage({ failed: true }),
    ),
  )
})

addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(registration.scope)) return
  const path = decodeURIComponent(request.url.slice(registration.scope.length).split(/[?#]/)[0]) || 'index.html'
  if (!Object.hasOwn(files, path)) return
  event.respondWith(/^(assets|images)\//.test(path) ? kept(path) : fresh(request, path))
})

/** What has its hash in its name never changes: once here, it is not asked for again. */
async function kept(path) {
  const cache = await caches.open(store)
  await keep(cache, path)
  return cache.match(keyOf(path))
}

/** Everything else is asked for, and taken from the store when there is no answer. */
async function fresh(request, path) {
  try {
    return await fetch(request)
  } catch (error) {
    const cache = await caches.open(store)
    const found = await cache.match(keyOf(path))
    if (found) return found
    throw error
  }
}
