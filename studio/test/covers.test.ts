import type { TestPerson } from '@octavo/server/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

/** The machine may have more to do. */
const patient = { timeout: 20_000 }

let studio: Studio
let ada: TestPerson

beforeAll(async () => {
  studio = await startStudio()
  ada = await studio.server.signUp('Ada Lovelace')
})

afterAll(() => studio?.close())

async function newBook(title: string) {
  const { server } = studio
  const { body } = await server.request(ada, 'POST', '/v1/books', { title, authors: ['Ada Lovelace'] })
  await server.request(ada, 'POST', `/v1/books/${body.id}/chapters`, {
    title: 'Light',
    content: '# Light\n\nIt burns.\n',
  })
  return body.id as string
}

async function openPublish(bookId: string) {
  const page = await studio.open(ada)
  await page.goto(`${studio.url}/books/${bookId}/publish`)
  await page.getByRole('region', { name: 'Cover' }).waitFor()
  return page
}

const covers = async (bookId: string) =>
  (await studio.server.request(ada, 'GET', `/v1/books/${bookId}/covers`)).body.items

test('a cover is tried, kept, and wrapped around the book', async () => {
  const book = await newBook('Lighthouses')
  const page = await openPublish(book)
  const strip = page.getByRole('region', { name: 'Cover' })
  await strip.getByText('Proposed from the title').waitFor()
  const picture = strip.getByRole('img', { name: 'Cover of Lighthouses' })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), patient).toBe(400)

  await strip.getByLabel('Figure').selectOption('waves')
  await strip.getByRole('button', { name: 'Cloth: Forest' }).click()
  await strip.getByRole('button', { name: 'Literary' }).click()
  await strip.getByRole('button', { name: 'Draw another' }).click()
  await strip.getByText('Tried, not kept').waitFor()
  expect(await covers(book)).toEqual([])
  await strip.getByRole('button', { name: 'Keep this cover' }).click()
  await strip.getByText('Drawn, and chosen').waitFor()
  const chosen = { layout: 'literary', palette: 'forest', motif: 'waves', variation: 1 }
  expect(await covers(book)).toMatchObject([{ chosen: true, design: chosen }])
  await expectAccessible(page)
  await takePictures(page, 'cover')

  await strip.getByRole('button', { name: 'All covers' }).last().click()
  const dialog = page.getByRole('dialog', { name: 'Covers' })
  await dialog.getByRole('tab', { name: 'Wrap for print' }).click()
  await dialog.getByLabel('Pages').fill('12')
  await dialog.getByText('From 24 to 828.').waitFor()
  await dialog.getByLabel('Pages').fill('182')
  await dialog.getByText('The spine is 10.4 mm.').waitFor()
  const wrap = dialog.getByRole('img', { name: 'Back, spine and front as one sheet' })
  await expect.poll(() => wrap.evaluate((image: HTMLImageElement) => image.naturalWidth), patient).toBeGreaterThan(100)
  await expectAccessible(page)
  await takePictures(page, 'wrap')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download the wrap' }).click()
  expect((await download).suggestedFilename()).toBe('cover.pdf')

  await dialog.getByRole('tab', { name: 'Proposals' }).click()
  await dialog.getByRole('button', { name: /^Try / }).nth(2).click()
  await strip.getByText('Tried, not kept').waitFor()
})

test('one’s own picture is taken with what could be better, and the choice goes back and forth', async () => {
  const book = await newBook('Harbours')
  await studio.server.request(ada, 'POST', `/v1/books/${book}/covers`, {
    ...{ layout: 'essay', palette: 'bone', motif: 'hills', variation: 0 },
  })
  const page = await openPublish(book)
  await page.getByRole('button', { name: 'All covers' }).last().click()
  const dialog = page.getByRole('dialog', { name: 'Covers' })
  await dialog.getByRole('tab', { name: 'Your own' }).click()
  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#345' } })
      .png()
      .toBuffer()
  const file = dialog.getByLabel('Picture')
  await file.setInputFiles({ name: 'wide.png', mimeType: 'image/png', buffer: await flat(400, 100) })
  await dialog.getByRole('alert').waitFor()
  await file.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: await flat(700, 1120) })
  await dialog.getByText('Your own picture').waitFor()
  expect(await dialog.getByRole('status').count()).toBeGreaterThan(0)
  await expectAccessible(page)
  await takePictures(page, 'own-cover')

  await dialog.getByRole('button', { name: 'Choose it' }).click()
  await expect
    .poll(async () => (await covers(book)).find(({ chosen }: { chosen: boolean }) => chosen).origin)
    .toBe('drawn')
  await dialog
    .getByRole('button', { name: /^Delete the cover/ })
    .first()
    .click()
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(async () => (await covers(book)).length, patient).toBe(1)
})

test('pictures and files of a book are added, described, replaced and deleted', async () => {
  const book = await newBook('Piers')
  const page = await openPublish(book)
  await page.getByRole('button', { name: 'Pictures and files' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pictures and files' })
  await dialog.getByText('No file yet.').waitFor()
  const square = (background: string) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer()
  await dialog.getByLabel('Files to add').setInputFiles([
    { name: 'pier.png', mimeType: 'image/png', buffer: await square('#a00') },
    { name: 'notes.csv', mimeType: 'text/csv', buffer: Buffer.from('a\n1\n') },
  ])
  await dialog.getByText('images/pier.png').waitFor()
  await dialog.getByText('notes.csv').waitFor()

  await dialog.getByRole('button', { name: 'More for images/pier.png' }).click()
  await page.getByRole('menuitem', { name: 'Rename or describe' }).click()
  await dialog.getByLabel('Name').fill('images/old-pier.png')
  await dialog.getByLabel('What it shows').fill('A pier at low water')
  await dialog.getByLabel('What it shows').press('Enter')
  await dialog.getByText('A pier at low water').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'files')

  await dialog.getByLabel('Another file for images/old-pier.png').setInputFiles({
    name: 'other.png',
    mimeType: 'image/png',
    buffer: await sharp({ create: { width: 60, height: 20, channels: 3, background: '#0a0' } })
      .png()
      .toBuffer(),
  })
  await dialog.getByText('60 × 20').waitFor()
  await dialog.getByRole('button', { name: 'More for notes.csv' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => page.getByText('notes.csv').count(), patient).toBe(0)
  const { body } = await studio.server.request(ada, 'GET', `/v1/books/${book}/files`)
  expect(body.items).toMatchObject([{ name: 'images/old-pier.png', alt: 'A pier at low water', width: 60 }])
})
