import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Studio, startStudio } from './studio.ts'
import { corpus } from './xss-corpus.ts'

let studio: Studio
let ada: Awaited<ReturnType<Studio['server']['signUp']>>
let book: string
let chapter: string

beforeAll(async () => {
  studio = await startStudio({ worker: true })
  ada = await studio.server.signUp('Ada Lovelace')
  // What is typed here only asks for previews.
  await ask('PATCH', '/v1/me/settings', { autosaveSeconds: 3600 })
  book = (await ask('POST', '/v1/books', { title: 'Safe' })).id
  chapter = (await ask('POST', `/v1/books/${book}/chapters`, { title: 'Safe', content: '# Safe\n\nText.\n' })).id
})
afterAll(() => studio?.close())

async function ask(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await studio.server.request(ada, method, path, body, headers)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** Everything a script could do in a window: each is written down here. */
class Canary {
  readonly #seen: string[] = []

  async watch(context: BrowserContext): Promise<void> {
    await context.route(/./, route => {
      const url = route.request().url()
      if (url.startsWith(studio.url) || /^(data|blob|about):/.test(url)) return route.continue()
      this.#seen.push(`asked ${url}`)
      return route.abort('internetdisconnected')
    })
    for (const page of context.pages()) this.#watchPage(page)
    context.on('page', page => {
      this.#seen.push('opened a window')
      this.#watchPage(page)
    })
  }

  #watchPage(page: Page): void {
    page.on('dialog', dialog => {
      this.#seen.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('framenavigated', frame => {
      if (!frame.url().startsWith(studio.url) && !/^about:/.test(frame.url())) this.#seen.push(`went to ${frame.url()}`)
    })
  }

  /** What was seen since it was asked last; looks for marks in the window and all its frames. */
  async sing(page: Page): Promise<string[]> {
    for (const frame of page.frames()) {
      const marked = await frame
        .evaluate(() => (globalThis as unknown as { __xss?: number }).__xss !== undefined)
        .catch(() => false)
      if (marked) this.#seen.push('ran a script')
    }
    return this.#seen.splice(0)
  }
}

async function watched(path: string): Promise<{ page: Page; canary: Canary }> {
  const page = await studio.open(ada)
  const canary = new Canary()
  await canary.watch(page.context())
  await page.goto(`${studio.url}${path}`)
  return { page, canary }
}

async function proposed(id: string): Promise<{ version: number }> {
  for (;;) {
    const structure = await ask('GET', `/v1/structures/${id}`)
    if (structure.state === 'reading') await new Promise(resolve => setTimeout(resolve, 100))
    else {
      expect(structure.state, JSON.stringify(structure.error)).toBe('proposed')
      return structure
    }
  }
}

interface Item {
  chapter: { id: string } | null
  children: Item[]
}

const chaptersIn = (items: Item[]): string[] =>
  items.flatMap(({ chapter, children }) => [...(chapter ? [chapter.id] : []), ...chaptersIn(children)])

/** What could run, load or lead away in a document, wherever it came from. */
const dangers = (root: Element): string[] => {
  const found: string[] = []
  const runs =
    /^(script|iframe|object|embed|applet|frame|base|meta|link|style|form|template|portal|animate|set|use|foreignobject)$/i
  for (const one of root.querySelectorAll('*')) {
    if (runs.test(one.tagName)) found.push(one.tagName)
    for (const { name, value } of one.attributes) {
      if (/^on|^(srcdoc|formaction|ping|background|srcset|poster)$/i.test(name)) found.push(`${one.tagName} ${name}`)
      const address = /^(href|src|action|data|xlink:href)$/i.test(name)
        ? URL.parse(value, 'https://studio.example')
        : null
      if (address && !/^(https?|mailto|tel):$/.test(address.protocol)) found.push(`${name}=${value}`)
      if (address && name === 'src' && address.host !== 'studio.example') found.push(`src=${value}`)
      if (name === 'style' && /url|expression|import|position/i.test(value)) found.push(`style=${value}`)
    }
  }
  return found
}

test('the canary sings where nothing keeps a script from running', async () => {
  const page = await studio.open(undefined)
  const canary = new Canary()
  await canary.watch(page.context())
  await page.goto('about:blank')
  await page.setContent(
    `<img src=x onerror="top.__xss=1"><script>alert('ran')</script><img src="//evil.example/pixel">`,
    { waitUntil: 'commit' },
  )
  await page.setContent(`<base href="http://evil.example/"><img src="/pixel"><img src=x onerror="top.__xss=1">`)
  await expect.poll(async () => (await page.evaluate(() => (globalThis as { __xss?: number }).__xss)) ?? 0).toBe(1)
  const song = (await canary.sing(page)).join('\n')
  expect(song).toContain('dialog ran')
  expect(song).toContain('asked http://evil.example/pixel')
  expect(song).toContain('ran a script')
  expect(await page.locator('html').evaluate(dangers)).toContain('IMG onerror')
  await page.context().close()
})

test('nothing in a chapter runs in its preview', async () => {
  expect(corpus.length).toBeGreaterThanOrEqual(120)
  // A preview waits until typing rests, so that several windows wait at once.
  const windows = 4
  await Promise.all(
    Array.from({ length: windows }, (_, own) => preview(corpus.filter((_, at) => at % windows === own))),
  )
}, 240_000)

async function preview(texts: string[]): Promise<void> {
  const { page, canary } = await watched(`/books/${book}/edit/${chapter}`)
  const frame = page.frameLocator('iframe[title="Rendered chapter"]')
  await frame.locator('h1').waitFor({ timeout: 60_000 })
  let text = ''
  // The editor is another concern: whatever is typed, this is what is rendered.
  await page.route('**/preview', route => {
    const asked = route.request().postDataJSON()
    return route.continue({ postData: JSON.stringify({ ...asked, text, known: [] }) })
  })
  const source = page.getByRole('textbox', { name: /source/i }).first()
  await source.click()
  for (const [at, one] of texts.entries()) {
    text = `${one}\n\nEnd ${at}.`
    const answered = page.waitForResponse(response => response.url().endsWith('/preview'))
    await page.keyboard.insertText('.')
    const { blocks } = await (await answered).json()
    const words = await page.evaluate(
      html => new DOMParser().parseFromString(html, 'text/html').body.textContent,
      blocks.map(({ html }: { html: string }) => html).join(''),
    )
    await expect
      .poll(() => frame.locator('.prose').first().textContent(), { message: one, timeout: 15_000 })
      .toBe(words)
    expect(await frame.locator('main').evaluate(dangers), one).toEqual([])
    expect(await canary.sing(page), one).toEqual([])
  }
  await page.context().close()
}

test('no title runs anywhere it is shown', async () => {
  await Promise.all(
    corpus.map(async (one, at) => {
      const title = one.replace(/\s+/g, ' ').trim().slice(0, 400)
      const { id } = await ask('POST', '/v1/books', { title, subtitle: title.slice(0, 200) })
      if (at % 9 === 0) await ask('POST', `/v1/books/${id}/chapters`, { title, content: one })
    }),
  )
  const { page, canary } = await watched('/')
  await page.getByRole('heading', { name: 'Library' }).waitFor()
  expect(await canary.sing(page)).toEqual([])
  const { items } = await ask('GET', '/v1/books?limit=100')
  for (const [at, screen] of ['plan', 'edit', 'write', 'publish'].entries()) {
    await page.goto(`${studio.url}/books/${items[at].id}/${screen}`)
    await page.locator('#main').first().waitFor({ state: 'attached' })
    expect(await canary.sing(page), screen).toEqual([])
  }
  await page.context().close()
}, 240_000)

test('no comment runs beside its chapter', async () => {
  await Promise.all(corpus.map(one => ask('POST', `/v1/chapters/${chapter}/comments`, { body: one })))
  const { page, canary } = await watched(`/books/${book}/edit/${chapter}`)
  await page.frameLocator('iframe[title="Rendered chapter"]').locator('h1').waitFor()
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    expect(await canary.sing(page), (await tab.textContent()) ?? '').toEqual([])
  }
  expect(await page.locator('#main').evaluate(main => main.querySelectorAll('script, object, embed').length)).toBe(0)
  await page.context().close()
}, 240_000)

test('nothing imported runs: not in its structure, not when it is a chapter', async () => {
  const markdown = corpus
    .map((one, at) => `# Chapter ${at} ${one.split('\n')[0]!.slice(0, 100)}\n\n${one}`)
    .join('\n\n')
  const page1 = corpus.map((one, at) => `<h1>Chapter ${at}</h1><p>${one}</p>`).join('\n')
  for (const [name, content] of [
    ['hostile.md', markdown],
    ['hostile.html', `<!doctype html><html><body>${page1}</body></html>`],
  ] as const) {
    const headers = { 'content-type': 'application/octet-stream' }
    const { id, bookId } = await ask('POST', `/v1/imports?name=${name}`, content, headers)
    const structure = await proposed(id)
    const { page, canary } = await watched(`/books/${bookId}/structures/${id}`)
    await page.locator('#main').first().waitFor({ state: 'attached' })
    expect(await canary.sing(page), name).toEqual([])
    const { chapters } = await ask(
      'POST',
      `/v1/structures/${id}/confirm`,
      {},
      { 'if-match': `"v${structure.version}"` },
    )
    expect(chapters.length).toBeGreaterThan(0)
    const items = chaptersIn((await ask('GET', `/v1/books/${bookId}/outline`)).items)
    for (const id of items.slice(0, 3)) {
      await page.goto(`${studio.url}/books/${bookId}/edit/${id}`)
      const main = page.frameLocator('iframe[title="Rendered chapter"]').locator('main')
      await main.locator('h1').waitFor({ state: 'attached', timeout: 60_000 })
      expect(await main.evaluate(dangers), id).toEqual([])
      expect(await canary.sing(page), id).toEqual([])
    }
    await page.context().close()
  }
}, 240_000)
