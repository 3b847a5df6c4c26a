import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
let ada: Awaited<ReturnType<Studio['server']['signUp']>>

beforeAll(async () => {
  studio = await startStudio()
  ada = await studio.server.signUp('Ada Lovelace')
})
afterAll(() => studio?.close())

const paragraphs = Array.from({ length: 60 }, (_, at) => `Paragraph ${at + 1} ${'of bees and their ways '.repeat(20)}`)
const long = [
  '# The swarm',
  '',
  'See [](#comb) and [the field](https://example.org/field).',
  '',
  ...paragraphs.flatMap(one => [one, '']),
].join('\n')

async function ask(method: string, path: string, body: unknown) {
  const answer = await studio.server.request(ada, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** A book of two chapters of one's own, as what is written in one is saved. */
async function bees(): Promise<{ book: string; hive: string; swarm: string }> {
  const book = (await ask('POST', '/v1/books', { title: 'Of Bees' })).id
  const chapter = async (title: string, content: string): Promise<string> =>
    (await ask('POST', `/v1/books/${book}/chapters`, { title, content })).id
  const hive = await chapter('The hive', '# The hive\n\n(comb)=\n## The comb\n\nWax and honey.\n')
  return { book, hive, swarm: await chapter('The swarm', long) }
}

const source = (page: Page) => page.getByRole('textbox', { name: /source/i }).first()
const shown = (page: Page): FrameLocator => page.frameLocator('iframe[title="Rendered chapter"]')

async function edit(book: string, id: string, options: Parameters<Studio['open']>[1] = {}): Promise<Page> {
  const page = await studio.open(ada, options)
  await page.goto(`${studio.url}/books/${book}/edit/${id}`)
  // The first time the press itself is loaded.
  await shown(page).locator('h1').waitFor({ timeout: 60_000 })
  return page
}

const write = async (page: Page, text: string) => {
  await source(page).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

test('shows the chapter as the site does, and follows the text', async () => {
  const { book, hive } = await bees()
  const page = await edit(book, hive, { width: 1440 })
  const frame = shown(page)
  expect(await frame.locator('.eyebrow').textContent()).toBe('Chapter 1')
  expect(await frame.locator('h2').textContent()).toContain('The comb')
  // The style is the site's, and its fonts come from here.
  const family = await frame.locator('h2').evaluate(heading => getComputedStyle(heading).fontFamily)
  expect(family).toContain('Inter')
  await write(page, '# The hive\n\n## The comb\n\nWax and *propolis*.\n')
  await frame.locator('em', { hasText: 'propolis' }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'preview')
  await page.context().close()
})

test('makes anew only what changed, and holds still what is read', async () => {
  const { book, swarm } = await bees()
  const page = await edit(book, swarm)
  const frame = shown(page)
  await frame.locator('p', { hasText: /^Paragraph 60 / }).waitFor()
  await frame.locator('p', { hasText: /^Paragraph 40 / }).evaluate(paragraph => {
    paragraph.scrollIntoView()
    Object.assign(paragraph, { kept: true })
  })
  const top = () => frame.locator('p', { hasText: /^Paragraph 40 / }).evaluate(one => one.getBoundingClientRect().top)
  const before = await top()
  await source(page).focus()
  await source(page).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange?.(0, 0))
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ControlOrMeta+ArrowUp')
  await page.keyboard.press('End')
  await frame.locator('p', { hasText: /^Paragraph 40 / }).evaluate(paragraph => paragraph.scrollIntoView())
  await page.keyboard.insertText('\n\nA new first paragraph.\n')
  await frame.locator('p', { hasText: 'A new first paragraph.' }).waitFor()
  const kept = await frame
    .locator('p', { hasText: /^Paragraph 40 / })
    .evaluate(paragraph => (paragraph as HTMLElement & { kept?: boolean }).kept)
  expect(kept).toBe(true)
  expect(before).toBeGreaterThanOrEqual(-1)
  await page.context().close()
})

test('is in step with the cursor, both ways', async () => {
  const { book, swarm } = await bees()
  const page = await edit(book, swarm)
  const frame = shown(page)
  await source(page).click()
  await page.keyboard.press('ControlOrMeta+End')
  const last = frame.locator('p', { hasText: /^Paragraph 60 / })
  await expect.poll(() => last.evaluate(one => one.getBoundingClientRect().top < innerHeight)).toBe(true)
  await expect.poll(() => markedTop(last)).toBeLessThan(2)
  expect(await page.getByText(/In step with line 12\d/).count()).toBe(1)
  await frame.locator('p', { hasText: /^Paragraph 58 / }).click()
  await page.getByText('In step with line 119', { exact: true }).waitFor()
  await page.context().close()
})

/** How far the mark is from the top of a block. */
const markedTop = (block: ReturnType<FrameLocator['locator']>) =>
  block.evaluate(one => {
    const mark = one.ownerDocument.querySelector('.here')!
    return Math.abs(mark.getBoundingClientRect().top - one.getBoundingClientRect().top)
  })

test('links lead to their place in the book or out of it, never away in the frame', async () => {
  const { book, hive, swarm } = await bees()
  const page = await edit(book, swarm)
  const frame = shown(page)
  const [outside] = await Promise.all([
    page.context().waitForEvent('page'),
    frame.getByRole('link', { name: 'the field' }).click(),
  ])
  expect(outside.url()).toMatch(/example\.org|chrome-error|about:blank/)
  expect(await outside.evaluate(() => opener).catch(() => null)).toBeNull()
  await outside.close()
  await frame.getByRole('link', { name: 'Section 1.1' }).click()
  await page.waitForURL(`**/edit/${hive}`)
  await shown(page).locator('h1', { hasText: 'The hive' }).waitFor()
  await page.context().close()
})

test('its style, its width and its light are chosen', async () => {
  const { book, hive } = await bees()
  const page = await edit(book, hive)
  const frame = shown(page)
  const root = frame.locator('html')
  expect(await root.getAttribute('data-theme')).toBe('technical')
  await page.getByRole('button', { name: /Style of the preview/ }).click()
  await page.getByRole('menuitemradio', { name: 'Literary' }).click()
  await expect.poll(() => root.getAttribute('data-theme')).toBe('literary')
  const font = () =>
    frame
      .locator('.prose')
      .first()
      .evaluate(prose => getComputedStyle(prose).fontFamily)
  await expect.poll(font).toContain('Garamond')
  await page.getByRole('button', { name: /Style of the preview/ }).click()
  await page.getByRole('menuitem', { name: 'Phone width' }).click()
  await expect.poll(async () => (await page.locator('iframe').boundingBox())!.width).toBeLessThanOrEqual(392)
  await page.getByRole('button', { name: 'Light or dark' }).click()
  await expect.poll(() => root.getAttribute('data-colours')).toBe('dark')
  expect(await frame.locator('body').evaluate(body => getComputedStyle(body).colorScheme)).toBe('dark')
  await takePictures(page, 'preview-phone')
  await page.context().close()
})

test('says what readers would miss, and leads there', async () => {
  const { book, hive } = await bees()
  const page = await edit(book, hive)
  await write(page, '# The hive\n\nOne.\n\n![Gone](images/gone.png)\n\n[](#nowhere)\n')
  await page.getByRole('button', { name: '2 things readers would miss' }).click()
  await takePictures(page, 'preview-problems', { from: 1280 })
  await expectAccessible(page)
  await page.getByRole('button', { name: /gone\.png/ }).click()
  await page.getByText('In step with line 5', { exact: true }).waitFor()
  await page.context().close()
})

test('keeps the last rendering when the server is gone, says so, and goes on by itself', async () => {
  const { book, hive } = await bees()
  const page = await edit(book, hive)
  await page.route('**/preview', route => route.abort('internetdisconnected'))
  await write(page, '# The hive\n\nWritten meanwhile.\n')
  await page.getByText('The server does not answer.', { exact: true }).waitFor()
  await page.getByText('The last rendering stays here.').waitFor()
  expect(await shown(page).locator('h2').textContent()).toContain('The comb')
  await expectAccessible(page)
  await takePictures(page, 'preview-gone')
  await page.unroute('**/preview')
  await shown(page).locator('p', { hasText: 'Written meanwhile.' }).waitFor()
  expect(await page.getByText('The server does not answer.', { exact: true }).count()).toBe(0)
  await page.context().close()
})

test('says when a text is too long, and when there is none', async () => {
  const { book, hive } = await bees()
  const page = await edit(book, hive)
  await write(page, '')
  await page.keyboard.press('Backspace')
  await page.getByText('Nothing to show yet').waitFor()
  await write(page, `# The hive\n\n${'word '.repeat(90_000)}`)
  await page.getByText('This chapter is too long for a preview').waitFor()
  await expectAccessible(page)
  await page.context().close()
})

test('shows a book written from right to left as it is read', async () => {
  const { id } = await ask('POST', '/v1/books', { title: 'على النحل', language: 'ar' })
  const arabic = await ask('POST', `/v1/books/${id}/chapters`, {
    title: 'الخلية',
    content: '# الخلية\n\nالشمع والعسل.\n',
  })
  const page = await studio.open(ada)
  await page.goto(`${studio.url}/books/${id}/edit/${arabic.id}`)
  await shown(page).locator('h1', { hasText: 'الخلية' }).waitFor()
  expect(await shown(page).locator('html').getAttribute('dir')).toBe('rtl')
  await takePictures(page, 'preview-rtl')
  await page.context().close()
})
