import { syncCatalogue } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
  await syncCatalogue(studio.server.octavo)
})

afterAll(() => studio?.close())

/** On a machine that does other things too. */
const patient = { timeout: 20_000 }

/** One white pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

const shore = `---
title: The Second Lamp
label: ch-barnacle
---

# The Second Lamp

Stand with your back to the sea and look at the rock at knee height.

:::{figure} images/zonation.png
:label: fig-zonation
:alt: Four bands of colour

Four bands on a sheltered shore.
:::

## Why the line is so sharp

Two limits meet here. The upper one is *drying*: $t = m / k$ says how long.

| Shore | Line (m) |
|---|---:|
| Sheltered | 2.9 |
| Open | 3.8 |

## On a strange shore

See {ref}\`ch-barnacle\` and [@knuth1974].
`

async function bookOf(name: string, chapters: Record<string, string>) {
  const { server } = studio
  const person = await server.signUp(name)
  const { body: book } = await server.request(person, 'POST', '/v1/books', { title: 'The Long Causeway' })
  const ids: string[] = []
  for (const [title, content] of Object.entries(chapters)) {
    ids.push((await server.request(person, 'POST', `/v1/books/${book.id}/chapters`, { title, content })).body.id)
  }
  return { person, bookId: book.id as string, ids }
}

const source = (page: Page) => page.getByRole('textbox', { name: /^Source of/ })
const folio = (page: Page) => page.locator('.folio')

/** Takes a completion, once it is offered: what has only just appeared is not taken, lest somebody types into it. */
async function accept(page: Page, name: RegExp): Promise<void> {
  await page.locator('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)').waitFor()
  await page.getByRole('option', { name, selected: true }).waitFor()
  await page.waitForTimeout(200)
  await page.keyboard.press('Enter')
}

const textOf = async (person: Parameters<Studio['open']>[0], id: string) =>
  (await studio.server.request(person, 'GET', `/v1/chapters/${id}`)).body

test('a chapter is written: typed, completed, filled with a picture, folded, saved, and there after a reload', async () => {
  const { person, bookId, ids } = await bookOf('Ada Lovelace', {
    'Why the Sea Leaves': '# Why the Sea Leaves\n\n(sec-tides)=\n## Tides\n\nThe moon pulls.\n',
    'The Second Lamp': shore,
  })
  await studio.server.request(person, 'PATCH', '/v1/me/settings', { autosaveSeconds: 1 })
  const page = await studio.open(person)
  await page.goto(`${studio.url}/books/${bookId}/edit/${ids[1]}`)
  await source(page).waitFor()
  await folio(page).getByText('version 1').waitFor()
  const tree = page.getByRole('tree', { name: 'Chapters' })
  await tree.getByRole('treeitem', { name: 'Why the line is so sharp' }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'workspace')

  // A section is a place to jump to.
  await tree.getByRole('treeitem', { name: 'On a strange shore' }).click()
  await folio(page).getByText('Ln 26').waitFor()

  // A directive is completed from what MyST can do, with its example to fill in.
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\n:::{tip')
  await accept(page, /^tip/)
  await page.keyboard.type('Barnacles are alive.')
  await page.keyboard.press('Control+End')
  // A label of another chapter.
  await page.keyboard.type('\n\nSee {ref}`sec')
  await accept(page, /sec-tides/)
  await page.keyboard.type('`.')
  await folio(page)
    .getByText(/^Saved/)
    .waitFor()
  await expect
    .poll(async () => (await textOf(person, ids[1]!)).content, patient)
    .toContain(':::{tip}\nBarnacles are alive.\n:::\n\nSee {ref}`sec-tides`.')

  // Lists go on by themselves, and end by themselves.
  await page.keyboard.type('\n\n- one\ntwo\n\n\nafter')
  // A picture that is pasted becomes a figure.
  await page.keyboard.type('\n\n')
  await source(page).evaluate((element, data) => {
    const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'queue.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, png)
  await source(page).getByText('images/queue.png').waitFor()
  await page.keyboard.type('A queue')
  await page.keyboard.press('Control+s')
  await expect
    .poll(async () => (await textOf(person, ids[1]!)).content, patient)
    .toContain('- one\n- two\n\nafter\n\n:::{figure} images/queue.png\n:alt: A queue\n:::')
  const { body: files } = await studio.server.request(person, 'GET', `/v1/books/${bookId}/files`)
  expect(files.items).toMatchObject([{ name: 'images/queue.png', kind: 'image', width: 1 }])

  // A section folds away and comes back.
  await tree.getByRole('treeitem', { name: 'Why the line is so sharp' }).click()
  await page.keyboard.press('Control+Shift+BracketLeft')
  await expect.poll(() => source(page).getByText('Two limits meet here').count(), patient).toBe(0)
  await page.keyboard.press('Control+Shift+BracketRight')
  await source(page).getByText('Two limits meet here').waitFor()

  await page.reload()
  await source(page).waitFor()
  await folio(page)
    .getByText(/^Saved/)
    .waitFor()
  await page.getByText(/\d+ of 600 words/).waitFor()
  const last = await page.evaluate(() => JSON.parse(localStorage.getItem('octavo-last-place')!))
  expect(last).toMatchObject({ bookId, chapterId: ids[1], title: 'The Second Lamp' })
})

test('tables line up, words take marks, and everything is undone', async () => {
  const { person, bookId, ids } = await bookOf('Grace Hopper', { One: '# One\n\n| a | b |\n|---|--:|\n| one | 2 |\n' })
  const page = await studio.open(person)
  await page.goto(`${studio.url}/books/${bookId}/edit/${ids[0]}?line=5`)
  await page.locator('.folio').getByText('Ln 5').waitFor()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Home')
  await page.keyboard.press('Tab')
  await page.keyboard.type('200')
  await page.keyboard.press('Tab')
  await page.keyboard.type('longer')
  await page.keyboard.press('Control+s')
  const lined = '| a      |   b |\n| ------ | --: |\n| one    | 200 |\n| longer |     |\n'
  await expect.poll(async () => (await textOf(person, ids[0]!)).content, patient).toContain('longer')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => (await textOf(person, ids[0]!)).content, patient).toBe(`# One\n\n${lined}`)

  await page.keyboard.press('Control+Home')
  await page.keyboard.press('End')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+b')
  await source(page).getByText('# **One**').waitFor()
  await page.keyboard.press('Control+z')
  await source(page).getByText('# One').waitFor()

  // Find and replace.
  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: 'Find' }).fill('longer')
  await page.getByRole('textbox', { name: 'Replace' }).fill('shorter')
  await page.getByRole('button', { name: 'replace all' }).click()
  await source(page).getByText('shorter').waitFor()
  await page.keyboard.press('Escape')
  await expectAccessible(page)
})

test('the panes are chosen, moved and left by keys, and remembered', async () => {
  const { person, bookId, ids } = await bookOf('Mary Somerville', { One: shore, Two: '# Two\n' })
  const page = await studio.open(person)
  await page.goto(`${studio.url}/books/${bookId}/edit/${ids[0]}`)
  await source(page).waitFor()
  await source(page).focus()
  const separator = page.getByRole('separator', { name: 'Width of the chapters' })
  const before = Number(await separator.getAttribute('aria-valuenow'))
  await separator.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(Number(await separator.getAttribute('aria-valuenow'))).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Source', exact: true }).click()
  await page.reload()
  await source(page).waitFor()
  expect(await page.getByRole('region', { name: 'Preview' }).count()).toBe(0)
  expect(Number(await separator.getAttribute('aria-valuenow'))).toBeGreaterThan(before)

  // F6 goes from pane to pane; Escape and Tab leave the text.
  await source(page).focus()
  await page.keyboard.press('F6')
  expect(await page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'))).not.toBe(
    'source',
  )
  await source(page).focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await source(page).evaluate(element => element === document.activeElement)).toBe(false)

  // The chapters by keys: open the next, rename it.
  const tree = page.getByRole('tree', { name: 'Chapters' })
  await tree.getByRole('treeitem', { name: 'Two' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Source of Two' }).waitFor()
  await tree.getByRole('treeitem', { name: 'Two' }).focus()
  await page.keyboard.press('r')
  await page.keyboard.type('The Second')
  await page.keyboard.press('Enter')
  await tree.getByRole('treeitem', { name: 'The Second' }).waitFor()

  await source(page).focus()
  await page.keyboard.press('Control+Shift+F')
  await page.getByRole('button', { name: 'Leave focus' }).waitFor()
  expect(await tree.count()).toBe(0)
  await expectAccessible(page)
  await page.keyboard.press('Control+Shift+F')
  await tree.waitFor()

  await page.getByRole('button', { name: 'Add a chapter' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Three')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Source of Three' }).waitFor()
})

test('who may only read is told so, and a phone shows one pane', async () => {
  const { person, bookId, ids } = await bookOf('Emmy Noether', { One: shore })
  const reader = await studio.server.signUp('Sofya Kovalevskaya')
  await studio.server.database.withOwner('test', client =>
    client.query(`insert into library.collaborators (book_id, user_id, role) values ($1, $2, 'viewer')`, [
      bookId,
      reader.userId,
    ]),
  )
  const page = await studio.open(reader)
  await page.goto(`${studio.url}/books/${bookId}/edit/${ids[0]}`)
  await page.getByText('You may read this book').waitFor()
  await source(page).focus()
  await page.keyboard.type('not mine')
  expect((await textOf(person, ids[0]!)).version).toBe(1)
  expect(await page.getByRole('button', { name: 'Insert' }).count()).toBe(0)
  await expectAccessible(page)
  await takePictures(page, 'workspace-reader')

  const phone = await studio.open(person, { width: 390, height: 844 })
  await phone.goto(`${studio.url}/books/${bookId}/edit/${ids[0]}`)
  await source(phone).waitFor()
  await phone.getByRole('radio', { name: 'Chapters' }).check()
  await phone.getByRole('tree', { name: 'Chapters' }).waitFor()
  expect(await source(phone).isVisible()).toBe(false)
  await expectAccessible(phone)
})
