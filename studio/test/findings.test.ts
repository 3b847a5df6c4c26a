import { syncCatalogue } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
/** How long what is asked again and again may take. */
const soon = { timeout: 15_000 }

beforeAll(async () => {
  studio = await startStudio({ worker: true })
  await syncCatalogue(studio.server.octavo)
})

afterAll(() => studio?.close())

const text = `# The Second Lamp

Stand with your back to the sea and look at the rock at knee height. It is very grey.

#### Why the line is so sharp

Two limits meet here. See {ref}\`ch-nowhere\` for the second one, which we utilize later.

## On a strange shore

TODO

:::{note}
Barnacles are alive.
`

async function open(name: string, content = text, more: object = {}) {
  const { server } = studio
  const person = await server.signUp(name)
  await server.request(person, 'PATCH', '/v1/me/settings', { autosaveSeconds: 1 })
  const styleWords = [{ word: 'utilize', instead: 'use' }]
  const book = await server.request(person, 'POST', '/v1/books', {
    title: 'The Long Causeway',
    styleWords,
    ...more,
  })
  const chapter = await server.request(person, 'POST', `/v1/books/${book.body.id}/chapters`, {
    title: 'The Second Lamp',
    content,
  })
  const page = await studio.open(person, { width: 1400, height: 900 })
  await page.goto(`${studio.url}/books/${book.body.id}/edit/${chapter.body.id}`)
  await source(page).waitFor()
  const stored = async () => (await server.request(person, 'GET', `/v1/chapters/${chapter.body.id}`)).body
  return { page, person, stored, bookId: book.body.id as string, chapterId: chapter.body.id as string }
}

const source = (page: Page) => page.getByRole('textbox', { name: /^Source of/ })
const folio = (page: Page) => page.locator('.folio')
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
const finding = (page: Page, name: string) => inspector(page).getByRole('button', { name, exact: true })

test('findings are gone through by keys, explained, and mended as a diff', async () => {
  const { page, stored } = await open('Ada Lovelace')
  await finding(page, 'Heading skips a level').waitFor()
  await inspector(page)
    .getByText(/This chapter scores \d+ of 100; the book asks for 80/)
    .waitFor()
  await inspector(page)
    .getByRole('heading', { name: /Broken for readers, 2/ })
    .waitFor()

  await source(page).click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('F8')
  await expect.poll(() => finding(page, 'Heading skips a level').getAttribute('aria-expanded'), soon).toBe('true')
  await folio(page).getByText('Ln 5,').waitFor()
  await page.keyboard.press('F8')
  await folio(page).getByText('Ln 7,').waitFor()
  await page.keyboard.press('Shift+F8')
  await folio(page).getByText('Ln 5,').waitFor()
  expect(await inspector(page).locator('.hunk ins, .hunk del').allTextContents()).toEqual(['##'])
  await inspector(page).getByRole('button', { name: 'Why' }).click()
  await inspector(page)
    .getByText(/breaks outlines and screen readers/)
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'findings', { from: 1280 })

  await page.keyboard.press('Control+.')
  await expect.poll(async () => (await stored()).content, soon).toContain('\n## Why the line')
  await finding(page, 'Heading skips a level').waitFor({ state: 'detached' })
  await source(page).click()
  await page.keyboard.press('Control+z')
  await finding(page, 'Heading skips a level').waitFor()
})

test('fixes are reviewed one by one and made together; what a person does not want to hear is silenced', async () => {
  const { page, stored, person, bookId } = await open('Grace Hopper')
  await inspector(page).getByRole('button', { name: 'Review 2 fixes' }).click()
  const review = inspector(page).getByRole('region', { name: 'Review of fixes' })
  await review.getByRole('heading', { name: 'Fix 1 of 2' }).waitFor()
  expect(
    await review.getByRole('button', { name: 'Accept', exact: true }).evaluate(one => one === document.activeElement),
  ).toBe(true)
  await expectAccessible(page)
  await takePictures(page, 'findings-review', { from: 1280 })
  await review.getByRole('button', { name: 'Leave it' }).click()
  await review.getByRole('heading', { name: 'Fix 2 of 2' }).waitFor()
  await page.keyboard.press('Control+.')
  await review.waitFor({ state: 'detached' })
  await expect.poll(async () => (await stored()).content, soon).toMatch(/alive\.\n:::/)
  expect((await stored()).content).toContain('\n#### Why the line')
  await inspector(page).getByRole('button', { name: 'Review 1 fix' }).waitFor()

  // One place, by a comment in the text.
  await finding(page, 'Text that was to be replaced').click()
  await inspector(page).getByRole('button', { name: 'Silence…' }).click()
  const dialog = page.getByRole('dialog')
  await expectAccessible(page)
  await dialog.getByLabel('Why').fill('written next week')
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click()
  await finding(page, 'Text that was to be replaced').waitFor({ state: 'detached' })
  expect((await stored()).content).toContain('\n% octavo-ignore placeholder-text: written next week\nTODO\n')

  // A rule, in the whole book, with a reason.
  await finding(page, 'Word to avoid').click()
  await inspector(page).getByRole('button', { name: 'Silence…' }).click()
  await dialog.getByLabel('In the whole book').check()
  expect(await dialog.getByRole('button', { name: 'Silence', exact: true }).isDisabled()).toBe(true)
  await dialog.getByLabel('Why').fill('House style')
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click()
  await finding(page, 'Word to avoid').waitFor({ state: 'detached' })
  const silences = await studio.server.request(person, 'GET', `/v1/books/${bookId}/silences`)
  expect(silences.body.items).toMatchObject([{ rule: 'style-word', reason: 'House style' }])

  await inspector(page).getByText('2 silenced').waitFor()
  await inspector(page).getByRole('button', { name: 'More about findings' }).click()
  await page.getByRole('menuitem', { name: 'Show what is silenced' }).click()
  await inspector(page)
    .getByText(/In the whole book: House style/)
    .waitFor()
  await expectAccessible(page)
  await inspector(page).getByRole('button', { name: 'Hear again: Word to avoid' }).click()
  await finding(page, 'Word to avoid').waitFor()
})

test('a model mends what is missing and shortens a selection: asked for with its cost, decided change by change', async () => {
  const { page, stored } = await open(
    'Emmy Noether',
    `# Queues

A queue holds work until a worker is free to take it.

Never delete a job before its worker has reported, or a crash loses it for good.

A lease is a promise that nobody else takes the job before a set time. When a worker dies, its lease runs out. Then another worker takes the job. Nobody has to hurry, for the job waits in its place.
`,
    { requiredFeatures: ['warning'] },
  )
  await finding(page, 'Required feature is missing').waitFor()
  await inspector(page).getByRole('button', { name: 'More about findings' }).click()
  await page.getByRole('menuitem', { name: 'Have a model mend it…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/By octavo\/compositor-1/).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'findings-remediate', { from: 1280 })
  await dialog.getByRole('button', { name: 'Ask, free of charge' }).click()
  const proposal = inspector(page).getByRole('region', { name: 'Mend 1 thing' })
  await proposal.getByRole('button', { name: 'Accept', exact: true }).waitFor()
  await takePictures(page, 'findings-proposal', { from: 1280 })
  await proposal.getByRole('button', { name: 'Accept', exact: true }).click()
  await proposal.getByText('Accepted.').waitFor()
  expect((await stored()).content).toContain('{warning}')
  // The editor takes over what the server has saved.
  await expect.poll(() => source(page).textContent(), soon).toContain('{warning}')
  await proposal.getByRole('button', { name: 'Put away' }).click()

  await source(page).getByText('A lease is a promise').click({ clickCount: 3 })
  await inspector(page)
    .getByText(/\d+ words selected/)
    .waitFor()
  await inspector(page).getByRole('button', { name: 'Rewrite' }).click()
  await page.getByRole('menuitem', { name: 'Shorten' }).click()
  const shorter = inspector(page).getByRole('region', { name: 'Shorten the selection' })
  await shorter.getByRole('button', { name: 'Reject' }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'findings-revision', { from: 1280 })
  const before = (await stored()).version
  await shorter.getByRole('button', { name: 'Reject' }).click()
  await shorter.getByText('Rejected; the text stays.').waitFor()
  expect((await stored()).version).toBe(before)
})
