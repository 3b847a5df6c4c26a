import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

/** The machine may have more to do. */
const patient = { timeout: 20_000 }

let studio: Studio
let ada: TestPerson
let provider: SimulatedProvider

beforeAll(async () => {
  provider = await startSimulatedProvider({ firstTokenMs: 8_000 })
  studio = await startStudio({ worker: true, environment: { OPENAI_COMPATIBLE_URL: `${provider.url}/v1` } })
  await syncCatalogue(studio.server.octavo)
  ada = await studio.server.signUp('Ada Lovelace')
})

afterAll(async () => {
  await studio?.close()
  await provider?.stop()
})

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

test('a model is asked for a picture, canceled, asked again, and its cover gets another cloth', async () => {
  const book = await newBook('Beacons')
  const page = await openPublish(book)
  const strip = page.getByRole('region', { name: 'Cover' })
  await strip.getByText('Proposed from the title').waitFor()
  // Nobody is offered what cannot be asked.
  expect(await strip.getByRole('button', { name: 'Ask a model' }).count()).toBe(0)
  await studio.server.database.asService('a painter', tx =>
    tx
      .insertInto('generation.models')
      .values(
        [
          { id: 'openai-compatible/painter', provider_id: 'openai-compatible', name: 'Painter' },
          { id: 'openai-compatible/dear', provider_id: 'openai-compatible', name: 'Dear painter' },
        ].map((row, index) => ({
          ...{ ...row, context_window: 32_000, max_output: 4_000, input_price: 0, capabilities: ['image'] },
          output_price: index === 0 ? 10 : 100,
        })),
      )
      .execute(),
  )
  await page.reload()
  await strip.getByRole('button', { name: 'Ask a model' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ask a model for a picture' })
  await dialog.getByText('A picture costs at most $0.04.').waitFor()
  await dialog.getByLabel('Model').selectOption('Dear painter')
  await dialog.getByText('A picture costs at most $0.40.').waitFor()
  await dialog.getByLabel('Model').selectOption('Painter')
  expect(await dialog.getByLabel('What it should show').inputValue()).toContain('“Beacons”')
  await dialog.getByLabel('What it should show').fill('A bright beacon above the sea')
  await expectAccessible(page)
  await takePictures(page, 'ask-picture')

  await dialog.getByRole('button', { name: 'Ask for it' }).click()
  await dialog.getByText('The model draws').waitFor()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByText('Canceled. No picture was kept.').waitFor()
  expect(await covers(book)).toEqual([])
  await dialog.getByRole('button', { name: 'Ask again' }).click()
  await dialog.waitFor({ state: 'detached' })
  await strip.getByText('Around a model’s picture, and chosen').waitFor()
  expect(provider.journal.at(-1)!.prompt).toContain('A bright beacon above the sea')

  await strip.getByRole('button', { name: 'Cloth: Plum' }).click()
  const picture = strip.getByRole('img', { name: 'Cover of Beacons' })
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), patient).toBe(400)
  await takePictures(page, 'picture-cover')
  await strip.getByRole('button', { name: 'Keep this cover' }).click()
  await strip.getByText('Around a model’s picture, and chosen').waitFor()
  const [plum, first] = await covers(book)
  expect(plum).toMatchObject({ chosen: true, origin: 'model', design: { layout: 'poster', palette: 'plum' } })
  expect(plum.pictureId).toBe(first.pictureId)
}, 120_000)
