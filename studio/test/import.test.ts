import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import { strToU8, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

/** Asks until it is so; a machine with much to do takes its time. */
const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 15_000 })

/** A file is read in a thread of its own, which a busy machine takes its time to start. */
const reading = { timeout: 60_000 }

let studio: Studio
let ada: TestPerson
let page: Page

beforeAll(async () => {
  studio = await startStudio({ worker: true })
  await syncCatalogue(studio.server.octavo)
  ada = await studio.server.signUp('Ada Lovelace')
  page = await studio.open(ada)
})

afterAll(() => studio?.close())

const manuscript = (hive: string) =>
  `# The Hive\n\n${hive}\n\nIt has a queen.\n\n# The Swarm\n\nIn May they leave.\n\nThe old queen leads.\n\n# Winter\n\nThey wait.\n`
const file = (name: string, text: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
})
const item = (name: string | RegExp) => page.getByRole('treeitem', { name })
const found = async () =>
  (await page.getByRole('tree', { name: 'Chapters found' }).locator('.trow__t').allTextContents()).map(title =>
    title.trim(),
  )
const structureId = () => /structures\/([0-9a-f-]{36})/.exec(page.url())![1]!
const kept = async () => (await studio.server.request(ada, 'GET', `/v1/structures/${structureId()}`)).body
const outline = async (bookId: string): Promise<string[]> => {
  const { body } = await studio.server.request(ada, 'GET', `/v1/books/${bookId}/outline`)
  return body.items.map((one: { title: string }) => one.title)
}

/** Gives a file on the screen of imports and waits until its chapters are proposed. */
async function give(given: ReturnType<typeof file>): Promise<void> {
  await page.goto(`${studio.url}/import`)
  await page.getByLabel('Manuscript', { exact: true }).setInputFiles(given)
  await page.waitForURL(/\/structures\//)
  await page.getByRole('tree', { name: 'Chapters found' }).waitFor(reading)
}

describe('a manuscript in Markdown', () => {
  let bookId: string

  test('is read, and its chapters are proposed with reasons', async () => {
    await page.goto(`${studio.url}/import`)
    await page.getByRole('heading', { name: 'Import a manuscript' }).waitFor()
    await expectAccessible(page)
    await takePictures(page, 'import')
    await give(file('bees.md', manuscript('Bees live in it.')))
    bookId = (await kept()).bookId
    expect(await found()).toEqual(['The Hive', 'The Swarm', 'Winter'])
    await page
      .getByText(/^Found by/)
      .first()
      .waitFor()
    await page.getByRole('heading', { name: 'Why' }).waitFor()
    await expectAccessible(page)
    await takePictures(page, 'structure')
  })

  test('is corrected by keyboard: renamed, split, joined, left out', async () => {
    await item('The Hive').focus()
    await page.keyboard.press('r')
    await page.keyboard.type('The House of Bees')
    await page.keyboard.press('Enter')
    await poll(found).toContain('The House of Bees')

    await item('The Swarm').focus()
    await page.keyboard.press('s')
    await page.getByRole('dialog').getByText('The old queen leads.').click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Split here' }).click()
    await poll(found).toHaveLength(4)
    await item('The Swarm').focus()
    await page.keyboard.press('j')
    await poll(found).toEqual(['The House of Bees', 'The Swarm', 'Winter'])

    await item('Winter').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await poll(found).toEqual(['The House of Bees', 'Winter', 'The Swarm'])
    await page.keyboard.press('Delete')
    await poll(async () => (await kept()).items[1].kind).toBe('excluded')
    await page.getByLabel('It is').selectOption('chapter')
    await poll(async () => (await kept()).items[1].kind).toBe('chapter')
  })

  test('somebody else’s correction is shown before one’s own', async () => {
    const { version, items } = await kept()
    const operations = [{ do: 'rename', item: items[2].id, title: 'They Leave' }]
    const path = `/v1/structures/${structureId()}`
    await studio.server.request(ada, 'PATCH', path, { operations }, { 'if-match': `"v${version}"` })
    await item('Winter').focus()
    await page.keyboard.press('j')
    await page.getByText('Somebody else corrected it meanwhile.').waitFor()
    expect(await found()).toEqual(['The House of Bees', 'Winter', 'They Leave'])
  })

  test('becomes a book', async () => {
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/edit/)
    expect(await outline(bookId)).toEqual(['The House of Bees', 'Winter', 'They Leave'])
  })

  test('comes again, and what would change is said before it does', async () => {
    await page.goto(`${studio.url}/books/${bookId}/plan`)
    await page.getByRole('button', { name: 'Import it again' }).waitFor()
    await page
      .getByLabel('Manuscript', { exact: true })
      .setInputFiles(file('bees.md', manuscript('Thousands live in it.')))
    await page.waitForURL(/\/structures\//)
    await page.getByText(/^Changed by the import: \d/).waitFor(reading)
    await page.getByText(/^As it is: 1 chapter$/).waitFor()
    const text = async () => {
      const { body } = await studio.server.request(ada, 'GET', `/v1/books/${bookId}/outline`)
      return (await studio.server.request(ada, 'GET', `/v1/chapters/${body.items[0].chapter.id}`)).body.content
    }
    expect(await text()).toContain('Bees live in it.')
    await expectAccessible(page)
    await takePictures(page, 'structure-again')
    await page.getByRole('button', { name: 'Update the chapters' }).click()
    await page.getByRole('heading', { name: 'The chapters are in the book' }).waitFor()
    await expectAccessible(page)
    expect(await outline(bookId)).toHaveLength(3)
    expect(await text()).toContain('Thousands live in it.')
  })
})

test('an EPUB keeps its parts, and shows titles from right to left', async () => {
  const chapter = (title: string, text: string) =>
    strToU8(
      `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`,
    )
  const spine = ['one', 'two', 'three']
  const epub = zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': strToU8(
      '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    ),
    'book.opf': strToU8(
      `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>מכונות</dc:title><dc:language>he</dc:language></metadata><manifest>${spine
        .map(name => `<item id="${name}" href="${name}.xhtml" media-type="application/xhtml+xml"/>`)
        .join('')}</manifest><spine>${spine.map(name => `<itemref idref="${name}"/>`).join('')}</spine></package>`,
    ),
    'one.xhtml': chapter('פרק ראשון', 'מילים של המחברת על המכונה.'),
    'two.xhtml': chapter('פרק שני', 'עוד מילים על הגלגלים והשיניים.'),
    'three.xhtml': chapter('<script>alert(1)</script>'.replaceAll('<', '&lt;'), 'A title that is no markup.'),
  })
  await give(file('machines.epub', epub))
  const titles = await found()
  expect(titles).toEqual(
    expect.arrayContaining([expect.stringContaining('פרק ראשון'), expect.stringContaining('פרק שני')]),
  )
  expect(titles.join()).toContain('<script>')
  await expectAccessible(page)
  await takePictures(page, 'structure-rtl')
})

test('what is no manuscript is refused in words, and leads on', async () => {
  await page.goto(`${studio.url}/import`)
  await page.getByLabel('Manuscript', { exact: true }).setInputFiles(file('empty.md', ''))
  await page.getByText(/This file is empty/).waitFor()
  await expectAccessible(page)
  await page.getByLabel('Manuscript', { exact: true }).setInputFiles(file('broken.epub', 'PK\u0003\u0004 not a book'))
  await page.waitForURL(/\/structures\//)
  await page.getByText('broken.epub could not be imported').waitFor(reading)
  await page.getByRole('link', { name: 'Import another file' }).waitFor()
  await expectAccessible(page)
})

test('an address is asked for in words, and one that is refused says why', async () => {
  await page.goto(`${studio.url}/import`)
  await page.getByLabel('Or give its address').fill('not an address')
  await page.keyboard.press('Enter')
  await page.getByText('Give the address of a page or a file').waitFor()
  await page.getByLabel('Or give its address').fill('http://127.0.0.1/novel.epub')
  await page.keyboard.press('Enter')
  await page.getByText('This address is not fetched').waitFor()
})

test('a long text in the brief of a new book is offered as an import', async () => {
  await page.goto(`${studio.url}/new`)
  await page.getByLabel('Title').fill('Bees')
  await page.getByLabel('What it is to be').fill(manuscript('Bees live in it. '.repeat(600)))
  await page.getByRole('button', { name: 'Import it', exact: true }).click()
  await page.waitForURL(/\/structures\//)
  await page.getByRole('tree', { name: 'Chapters found' }).waitFor(reading)
  expect(await found()).toEqual(['The Hive', 'The Swarm', 'Winter'])
})
