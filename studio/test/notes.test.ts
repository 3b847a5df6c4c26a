import type { TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
/** How long what is asked again and again may take. */
const soon = { timeout: 15_000 }

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio?.close())

const source = (page: Page) => page.getByRole('textbox', { name: /^Source of/ })
const folio = (page: Page) => page.locator('.folio')
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
const text = '# The Second Lamp\n\nThe upper limit is drying, the lower one teeth.\n\nIt is sharp.\n'

/** A chapter of Ada's, with Grace as a guest on its book. */
async function shared(role: 'reviewer' | 'viewer') {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  const grace = await server.signUp('Grace Hopper')
  await server.request(ada, 'PATCH', '/v1/me/settings', { autosaveSeconds: 1 })
  const book = await server.request(ada, 'POST', '/v1/books', { title: 'The Long Causeway' })
  const chapter = await server.request(ada, 'POST', `/v1/books/${book.body.id}/chapters`, {
    title: 'The Second Lamp',
    content: text,
  })
  await server.database.asService('a guest for a test', tx =>
    tx.insertInto('library.collaborators').values({ book_id: book.body.id, user_id: grace.userId, role }).execute(),
  )
  const open = async (person: TestPerson) => {
    const page = await studio.open(person, { width: 1400, height: 900 })
    await page.goto(`${studio.url}/books/${book.body.id}/edit/${chapter.body.id}`)
    await source(page).waitFor()
    await inspector(page).getByRole('tab', { name: 'Notes' }).click()
    return page
  }
  const stored = async () => (await server.request(ada, 'GET', `/v1/chapters/${chapter.body.id}`)).body
  return { ada, grace, open, stored, bookId: book.body.id as string, chapterId: chapter.body.id as string }
}

test('a reviewer comments and suggests; the author answers, accepts, and the chapter is reviewed', async () => {
  const { ada, grace, open, stored } = await shared('reviewer')
  const hers = await open(grace)
  await inspector(hers).getByText('You may read, comment and suggest here.').waitFor()
  expect(await inspector(hers).getByRole('button', { name: 'Hand in for review' }).count()).toBe(0)
  await hers.getByText('It is sharp.', { exact: true }).first().click({ clickCount: 3 })
  await hers.keyboard.press('Control+Alt+m')
  const form = inspector(hers).getByRole('region', { name: 'New comment' })
  await form.getByText('It is sharp.').waitFor()
  await hers.keyboard.type('Why is it?')
  await expectAccessible(hers)
  await hers.keyboard.press('Control+Enter')
  await inspector(hers).getByRole('article', { name: 'Comment by Grace Hopper' }).getByText('Why is it?').waitFor()

  await hers.getByText('teeth', { exact: false }).first().click({ clickCount: 3 })
  await inspector(hers).getByRole('button', { name: 'Suggest…' }).click()
  const dialog = hers.getByRole('dialog', { name: 'Suggest another wording' })
  await dialog.getByLabel('The words as they should be').fill('The upper limit is drying, the lower one other animals.')
  await dialog.locator('ins').first().waitFor()
  await dialog.getByLabel('Why').fill('Teeth is a joke the reader has not earned yet.')
  await expectAccessible(hers)
  await takePictures(hers, 'notes-suggest', { from: 1280 })
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click()
  await inspector(hers).getByRole('article', { name: 'Suggestion by Grace Hopper' }).waitFor()
  expect((await stored()).content).toBe(text)

  const his = await open(ada)
  const thread = inspector(his).getByRole('article', { name: 'Comment by Grace Hopper' })
  await thread.getByRole('button', { name: 'line 5' }).click()
  await folio(his).getByText('Ln 5,').waitFor()
  await thread.getByRole('button', { name: 'Answer' }).click()
  await his.keyboard.type('Because two limits meet.')
  await his.keyboard.press('Control+Enter')
  await thread.getByText('Because two limits meet.').waitFor()
  const suggestion = inspector(his).getByRole('article', { name: 'Suggestion by Grace Hopper' })
  await suggestion.locator('ins').first().waitFor()
  await expectAccessible(his)
  await takePictures(his, 'notes', { from: 1280 })
  await suggestion.getByRole('button', { name: 'Accept' }).click()
  await expect.poll(async () => (await stored()).content, soon).toContain('other animals')
  await expect.poll(() => source(his).textContent(), soon).toContain('other animals')
  await suggestion.waitFor({ state: 'detached' })

  await thread.getByRole('button', { name: 'Comment by Ada Lovelace: more' }).click()
  await his.getByRole('menuitem', { name: 'Edit' }).click()
  await thread.getByRole('textbox', { name: 'Comment' }).fill('Because drying and eating meet there.')
  await thread.getByRole('button', { name: 'Save' }).click()
  await thread.getByText('Because drying and eating meet there.').waitFor()
  await thread.getByRole('button', { name: 'Resolve' }).click()
  await thread.waitFor({ state: 'detached' })
  await inspector(his).getByRole('button', { name: 'Settled, 2' }).click()
  await thread.getByRole('button', { name: 'Reopen' }).click()
  await inspector(his).getByRole('heading', { name: 'Comments, 1' }).waitFor()
  await thread.getByRole('button', { name: 'Comment by Grace Hopper: more' }).click()
  await his.getByRole('menuitem', { name: 'Delete…' }).click()
  const confirm = his.getByRole('alertdialog')
  await expectAccessible(his)
  await confirm.getByRole('button', { name: 'Delete' }).click()
  await thread.waitFor({ state: 'detached' })

  await inspector(his).getByRole('button', { name: 'Hand in for review' }).click()
  await inspector(his).getByText('Under review.').waitFor()
  await hers.reload()
  await inspector(hers).getByText('Under review.').waitFor()
  await inspector(hers).getByRole('button', { name: 'Send back…' }).click()
  await hers.getByRole('dialog').getByLabel('What is to be done').fill('Say which animals.')
  await hers.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await inspector(hers).getByText('In work.').waitFor()
  await inspector(hers).getByText('Say which animals.').waitFor()
  expect((await stored()).status).toBe('edited')
})

test('a viewer reads notes and findings, and is offered nothing that would be refused', async () => {
  const { ada, grace, open, chapterId } = await shared('viewer')
  const says = '<img src=x onerror="document.title=1"> **now**'
  await studio.server.request(ada, 'POST', `/v1/chapters/${chapterId}/comments`, { body: says })
  const page = await open(grace)
  await inspector(page).getByText('You may read here.').waitFor()
  await inspector(page).getByText(says).waitFor()
  expect(await inspector(page).locator('img').count()).toBe(0)
  for (const name of ['Comment', 'Suggest…', 'Answer', 'Resolve', 'Hand in for review']) {
    expect([name, await inspector(page).getByRole('button', { name, exact: true }).count()]).toEqual([name, 0])
  }
  await inspector(page).getByRole('tab', { name: 'Findings' }).click()
  await inspector(page)
    .getByText(/This chapter scores/)
    .waitFor()
  await inspector(page).getByRole('button', { name: 'More about findings' }).click()
  expect(await page.getByRole('menuitem', { name: /model/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await takePictures(page, 'notes-viewer', { from: 1280 })
})
