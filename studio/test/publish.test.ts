import { readFile } from 'node:fs/promises'
import type { TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

/** The machine may have more to do. */
const patient = { timeout: 20_000 }

let studio: Studio
let ada: TestPerson

beforeAll(async () => {
  studio = await startStudio({ worker: true })
  ada = await studio.server.signUp('Ada Lovelace')
})

afterAll(() => studio?.close())

const paragraph =
  'The lamp is lit at dusk and burns until the sun is up; whoever tends it sleeps in the day, and writes the hours down.'

async function newBook(title: string, chapters: Record<string, string>) {
  const { server } = studio
  const { body: book } = await server.request(ada, 'POST', '/v1/books', { title, authors: ['Ada Lovelace'] })
  const ids: string[] = []
  for (const [name, content] of Object.entries(chapters)) {
    const { body } = await server.request(ada, 'POST', `/v1/books/${book.id}/chapters`, { title: name, content })
    ids.push(body.id)
  }
  return { id: book.id as string, chapters: ids }
}

async function openPublish(bookId: string, options: Parameters<Studio['open']>[1] = {}, person = ada): Promise<Page> {
  const page = await studio.open(person, options)
  await page.goto(`${studio.url}/books/${bookId}/publish`)
  await page.getByRole('heading', { name: 'Formats' }).waitFor()
  return page
}

const lighthouses = () =>
  newBook('Lighthouses', {
    Light: `# Light\n\n${`${paragraph}\n\n`.repeat(30)}`,
    Fog: `# Fog\n\n${`${paragraph}\n\n`.repeat(20)}`,
  })

test('a book is exported by the keyboard, and its pages lie on the desk', async () => {
  const book = await lighthouses()
  const page = await openPublish(book.id)
  await page.getByRole('heading', { name: 'No PDF yet' }).waitFor()
  await expectAccessible(page)

  await page.getByRole('button', { name: /^Options of the PDF/ }).click()
  await page.getByLabel('Paper', { exact: true }).selectOption({ label: '6 × 9 in' })
  await page.getByLabel('Made for').selectOption({ label: 'A printer: chapters open on the right' })
  await page.getByLabel('Bleed: 3 mm to cut off').check()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.locator('.pdfpage[data-drawn="true"]').first().waitFor({ timeout: 40_000 })
  await page.getByRole('button', { name: /6 × 9 in, for print, with bleed/ }).waitFor()

  const pages = page.getByRole('region', { name: 'Pages; arrow keys turn them' })
  await pages.focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('figure', { name: 'Page 2' }).waitFor()
  await page.getByRole('figure', { name: 'Page 3' }).waitFor()
  await page.getByLabel('Page', { exact: true }).fill('7')
  await page.getByLabel('Page', { exact: true }).press('Enter')
  const text = page.getByRole('figure', { name: 'Page 7' })
  await text.waitFor()
  await expect.poll(() => text.innerText(), patient).toContain('The lamp is lit at dusk')
  const ink = await text.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, index) => index % 4 === 0 && value < 128).length
  })
  expect(ink).toBeGreaterThan(1000)
  await expectAccessible(page)
  await takePictures(page, 'pdf')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Download PDF/ }).click()
  const file = await readFile(await (await download).path())
  expect(file.subarray(0, 5).toString()).toBe('%PDF-')
})

test('several formats are made at once, and each is shown without reaching the studio', async () => {
  const book = await lighthouses()
  const page = await openPublish(book.id)
  for (const name of ['Site', 'EPUB', 'MyST']) await page.getByLabel(`Export ${name} as well`).check()
  await page.getByRole('button', { name: 'Export 3 formats' }).click()

  const site = page.frameLocator('iframe[title="The site"]')
  await site.getByRole('link', { name: 'Fog' }).first().waitFor({ timeout: 40_000 })
  const frame = page.frames().find(one => one.url().includes('/v1/shown/site/'))!
  const reached = await frame.evaluate(() => {
    const attempt = (act: () => unknown) => {
      try {
        return String(act())
      } catch {
        return 'refused'
      }
    }
    return [
      origin,
      attempt(() => document.cookie),
      attempt(() => localStorage.length),
      attempt(() => parent.document.title),
    ]
  })
  expect(reached).toEqual(['null', 'refused', 'refused', 'refused'])
  await site.getByRole('link', { name: 'Fog' }).first().press('Enter')
  await site.getByRole('heading', { name: /Fog/, level: 1 }).waitFor()
  const wide = await page.locator('.window').boundingBox()
  await page.getByRole('button', { name: 'Phone' }).click()
  await expect.poll(async () => (await page.locator('.window').boundingBox())!.width, patient).toBeLessThan(wide!.width)
  await expectAccessible(page)
  await takePictures(page, 'site')

  await page.getByRole('button', { name: /^EPUB/ }).click()
  await page.frameLocator('iframe[title^="The EPUB"]').locator('body').waitFor()
  await page.getByText(/^of [1-9]/).waitFor()
  const parts = Number((await page.getByText(/^of [1-9]/).innerText()).slice(3))
  await page.getByLabel('Page', { exact: true }).fill(String(parts))
  await page.getByLabel('Page', { exact: true }).press('Enter')
  await page.locator(`iframe[title="The EPUB, part ${parts} of ${parts}"]`).waitFor()
  await takePictures(page, 'epub')

  await page.getByRole('button', { name: /^MyST/ }).click()
  await page.getByRole('cell', { name: /01-light\.md/ }).waitFor()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'All 3 exports' }).click()
  const table = page.getByRole('dialog', { name: 'Exports' })
  await table.getByRole('button', { name: /^Delete MyST/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await table.getByRole('row').nth(2).waitFor()
  expect(await table.getByRole('row').count()).toBe(3)
  await expectAccessible(page)
})

test('what stops a book, and what an export says, lead to chapter and line', async () => {
  const book = await newBook('Harbours', {
    Quay: '# Quay\n\n![A crane](images/crane.png)\n\nSee {ref}`nowhere`.\n\nTODO: more.\n',
  })
  const page = await openPublish(book.id)
  await page.getByRole('heading', { name: /things? stops? it/ }).waitFor()
  await page.getByRole('link', { name: /^Open: .*TODO/ }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'gate')
  await page.getByRole('button', { name: 'Export PDF' }).click()
  await page.getByRole('button', { name: 'See them' }).click({ timeout: 40_000 })
  const log = page.getByRole('dialog', { name: 'PDF: what it says' })
  await log.getByText('Done').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'log')
  await log.getByRole('link', { name: 'Open Quay, line 3' }).first().click()
  await page.waitForURL(`**/books/${book.id}/edit/${book.chapters[0]}?line=3`)
  await page.goto(`${studio.url}/books/${book.id}/publish`)

  const approval = page.getByRole('switch', { name: 'Publish approved chapters only' })
  await approval.check()
  await page.getByText(/publishes only what is approved/).waitFor()
  await page.reload()
  await expect
    .poll(() => page.getByRole('switch', { name: 'Publish approved chapters only' }).isChecked(), patient)
    .toBe(true)
})

test('nothing written, a failed export and the end of a plan are said in words', async () => {
  const empty = await newBook('Blank', {})
  const page = await openPublish(empty.id)
  await page.getByRole('heading', { name: 'Nothing is written yet' }).waitFor()
  expect(await page.getByRole('button', { name: 'Export PDF' }).isDisabled()).toBe(true)
  await expectAccessible(page)

  const book = await newBook('Piers', { Pile: '# Pile\n\nDriven.\n' })
  const { server } = studio
  const { body } = await server.request(ada, 'POST', `/v1/books/${book.id}/exports`, { format: 'pdf' })
  await expect
    .poll(async () => (await server.request(ada, 'GET', `/v1/exports/${body.id}`)).body.state, { timeout: 30_000 })
    .toBe('completed')
  await server.database.asService('a test breaks an export', async tx => {
    const error = JSON.stringify({ code: 'export_failed', message: 'The PDF could not be made: the paper ran out.' })
    await tx
      .updateTable('publishing.exports')
      .set({ state: 'failed', error, file_id: null })
      .where('id', '=', body.id)
      .execute()
  })
  await page.goto(`${studio.url}/books/${book.id}/publish`)
  await page.getByRole('alert').getByText('the paper ran out').waitFor()
  await page.getByRole('button', { name: 'See its log' }).click()
  await page.getByRole('dialog').getByText('Making a PDF').waitFor()
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await takePictures(page, 'failed')

  await page.route('**/exports', (route, request) =>
    request.method() === 'POST'
      ? route.fulfill({
          status: 402,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            title: 'The plan does not include more',
            detail: '',
            code: 'quota_exceeded',
            status: 402,
          }),
        })
      : route.fallback(),
  )
  await page.getByRole('button', { name: 'Export PDF' }).click()
  await page.getByRole('link', { name: 'See usage' }).waitFor()
  await expectAccessible(page)
})
