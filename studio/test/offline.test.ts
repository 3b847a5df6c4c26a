import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio?.close())

/** Until the service worker holds the page and has kept what the library showed. */
const kept = (page: Page) =>
  expect
    .poll(
      () =>
        page.evaluate(async () => {
          const requests = await (await caches.open('octavo-kept')).keys()
          return [/\/v1\/books\?/, /\/cover\b/].every(shown => requests.some(({ url }) => shown.test(url)))
        }),
      { timeout: 30_000, interval: 300 },
    )
    .toBe(true)

test('without a network the page opens, what was read is there, and says so', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  await studio.server.request(ada, 'POST', '/v1/books', { title: 'Notes on the Engine' })
  const page = await studio.open(ada, { offline: true })
  await page.getByRole('link', { name: /Notes on the Engine/ }).waitFor()
  await kept(page)

  await page.context().setOffline(true)
  await page.reload()
  await page.getByRole('link', { name: /Notes on the Engine/ }).waitFor()
  await page.getByText('You are offline. Reading works.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'offline')
  await page.evaluate(
    id =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('keyval-store')
        opening.onupgradeneeded = () => opening.result.createObjectStore('keyval')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const writing = opening.result.transaction('keyval', 'readwrite')
          writing.objectStore('keyval').put({ content: 'More.' }, `unsent:${id}:one`)
          writing.oncomplete = () => resolve(opening.result.close())
        }
      }),
    ada.userId,
  )
  await page.getByText('1 edit waits here.').waitFor()

  await studio.server.request(ada, 'POST', '/v1/books', { title: 'Written meanwhile' })
  await page.context().setOffline(false)
  await page.getByText('You are offline').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /Written meanwhile/ }).waitFor()
})

test('what was kept of one person is gone when they sign out, and for whoever signs in next', async () => {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  const grace = await server.signUp('Grace Hopper')
  await server.request(ada, 'POST', '/v1/books', { title: 'Secret Notes' })
  const page = await studio.open(ada, { offline: true })
  await page.getByRole('link', { name: /Secret Notes/ }).waitFor()
  await kept(page)
  const holds = (words: string) =>
    page.evaluate(async text => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys()) {
          if ((await (await cache.match(request))!.text()).includes(text)) return true
        }
      }
      return false
    }, words)
  expect(await holds('Secret Notes')).toBe(true)

  // Somebody else signs in, in the same browser.
  const [name, value] = grace.headers.cookie!.split(/=(.*)/s) as [string, string]
  const before = await page.context().cookies()
  await page.context().addCookies([{ name, value: value.split('; ')[0]!, url: studio.url }])
  await page.reload()
  await page.getByRole('heading', { name: 'Your books will stand here' }).waitFor()
  expect(await holds('Secret Notes')).toBe(false)

  await page.context().addCookies(before)
  await page.reload()
  await page.getByRole('link', { name: /Secret Notes/ }).waitFor()
  await kept(page)
  await page.getByRole('button', { name: /account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  // An answer that was on its way is dropped with the next one that says who is signed in.
  await expect.poll(() => holds('Secret Notes')).toBe(false)
  await expect.poll(() => page.evaluate(() => caches.has('octavo-person'))).toBe(false)
})

test('the service worker is asked for anew each time, and may be no other server’s', async () => {
  const answer = await fetch(`${studio.url}/service-worker.js`)
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-type')).toContain('javascript')
  expect(answer.headers.get('content-security-policy')).toContain("worker-src 'self'")
})
