import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
})

afterAll(() => studio?.close())

/** On a machine that does other things too. */
const patient = { timeout: 20_000 }

const source = (page: Page) => page.getByRole('textbox', { name: /^Source of/ })
const folio = (page: Page) => page.locator('.folio')

/** A book of Ada's on which Grace works too, with one chapter of three paragraphs. */
async function shared() {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  const grace = await server.signUp('Grace Hopper')
  for (const person of [ada, grace]) await server.request(person, 'PATCH', '/v1/me/settings', { autosaveSeconds: 1 })
  const { body: book } = await server.request(ada, 'POST', '/v1/books', { title: 'Engines' })
  await server.database.withOwner('test', client =>
    client.query(`insert into library.collaborators (book_id, user_id, role) values ($1, $2, 'editor')`, [
      book.id,
      grace.userId,
    ]),
  )
  const content = '# Engines\n\nThe first paragraph.\n\nThe second paragraph.\n\nThe third paragraph.\n'
  const { body } = await server.request(ada, 'POST', `/v1/books/${book.id}/chapters`, { title: 'Engines', content })
  const path = `${studio.url}/books/${book.id}/edit/${body.id}`
  const text = async () => (await server.request(ada, 'GET', `/v1/chapters/${body.id}`)).body.content as string
  return { ada, grace, path, text, chapterId: body.id as string }
}

async function open(person: Parameters<Studio['open']>[0], path: string): Promise<Page> {
  const page = await studio.open(person)
  await page.goto(path)
  await source(page).waitFor()
  return page
}

/** Puts the cursor to the end of a line. */
async function toLine(page: Page, line: number): Promise<void> {
  await source(page).focus()
  await page.keyboard.press('Control+Home')
  for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
}

test('two people in one chapter see each other, merge by themselves, and are asked where both changed a line', async () => {
  const { ada, grace, path, text } = await shared()
  const adas = await open(ada, path)
  const graces = await open(grace, path)
  await toLine(graces, 7)
  await folio(adas).getByText('Grace Hopper is in line 7').waitFor()
  await adas.locator('.cm-other[data-name="Grace Hopper"]').waitFor()
  await folio(graces)
    .getByText(/Ada Lovelace is in line/)
    .waitFor()

  // Different paragraphs.
  await toLine(adas, 3)
  await adas.keyboard.type(' Ada was here.')
  await graces.keyboard.type(' Grace was here.')
  await source(adas).getByText('Grace was here.').waitFor()
  await source(graces).getByText('Ada was here.').waitFor()
  await expect
    .poll(text, patient)
    .toBe(
      '# Engines\n\nThe first paragraph. Ada was here.\n\nThe second paragraph.\n\nThe third paragraph. Grace was here.\n',
    )
  await takePictures(adas, 'together')

  // The same words: Grace saves first, while Ada's server does not answer.
  await adas.context().setOffline(true)
  await toLine(adas, 5)
  await adas.keyboard.press('Backspace')
  await adas.keyboard.type(', by Ada.')
  await folio(adas)
    .getByText(/^Not saved: the server does not answer\. Kept here\./)
    .waitFor()
  await toLine(graces, 5)
  await graces.keyboard.press('Backspace')
  await graces.keyboard.type(', by Grace.')
  await expect.poll(text, patient).toContain('The second paragraph, by Grace.')
  await adas.context().setOffline(false)
  const banner = adas.getByRole('alert').filter({ hasText: 'Grace Hopper changed 1 place you have changed as well' })
  await banner.waitFor()
  expect(await text()).not.toContain('by Ada')
  await banner.getByRole('button', { name: 'Choose' }).click()
  const dialog = adas.getByRole('dialog', { name: 'Both of you changed the same place' })
  await dialog.getByText('The second paragraph, by').first().waitFor()
  await expectAccessible(adas)
  await takePictures(adas, 'conflict')
  await dialog.getByRole('radio', { name: 'Both, yours first' }).check()
  await dialog.getByRole('button', { name: 'Save what I chose' }).click()
  await folio(adas)
    .getByText(/^Saved/)
    .waitFor()
  await expect.poll(text, patient).toMatch(/The second paragraph, by Ada\.\s*The second paragraph, by Grace\./)
  await source(graces).getByText('by Ada.').waitFor()
})

test('unsent edits survive offline, the closed tab and the reload', async () => {
  const { ada, path, text, chapterId } = await shared()
  const page = await open(ada, path)
  await page.context().setOffline(true)
  await toLine(page, 3)
  await page.keyboard.type(' Written without a server.')
  await folio(page)
    .getByText(/^Not saved: the server does not answer\. Kept here\./)
    .waitFor()
  const context = page.context()
  await page.close()
  await context.setOffline(false)
  expect(await text()).not.toContain('Written without')
  // Meanwhile somebody changed another paragraph.
  const others = (await text()).replace('third', 'last')
  await studio.server.request(ada, 'PUT', `/v1/chapters/${chapterId}`, { content: others }, { 'if-match': '"v1"' })

  const again = await context.newPage()
  await again.goto(path)
  await source(again).getByText('Written without a server.').waitFor()
  await source(again).getByText('The last paragraph.').waitFor()
  await folio(again)
    .getByText(/^Saved/)
    .waitFor()
  await expect.poll(text, patient).toContain('Written without a server.')
  expect(await text()).toContain('The last paragraph.')
  expect(await waiting(again)).toEqual([])
})

/** What waits in this browser to be sent. */
const waiting = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<IDBValidKey[]>(resolve => {
        const opening = indexedDB.open('keyval-store')
        opening.onsuccess = () => {
          const all = opening.result.transaction('keyval').objectStore('keyval').getAllKeys()
          all.onsuccess = () => resolve(all.result.filter(key => String(key).startsWith('unsent:')))
        }
      }),
  )

test('who signs out with unsent edits says what becomes of them, and nobody else sends them', async () => {
  const { ada, grace, path, text, chapterId } = await shared()
  const page = await open(ada, path)
  await page.route(`**/v1/chapters/${chapterId}`, route =>
    route.request().method() === 'PUT' ? route.abort('internetdisconnected') : route.continue(),
  )
  await toLine(page, 3)
  await page.keyboard.type(' Only on this machine.')
  await expect.poll(() => waiting(page), patient).toEqual([`unsent:${ada.userId}:${chapterId}`])

  // Another person in the same browser, who may write in the same chapter.
  const mine = await page.context().cookies()
  const [name, value] = grace.headers.cookie!.split(/=(.*)/s) as [string, string]
  await page.context().addCookies([{ name, value: value.split('; ')[0]!, url: studio.url }])
  await page.reload()
  await source(page).getByText('The third paragraph.').waitFor()
  expect(await source(page).getByText('Only on this machine.').count()).toBe(0)
  expect(await text()).not.toContain('Only on this machine.')

  await page.context().addCookies(mine)
  await page.reload()
  await source(page).getByText('Only on this machine.').waitFor()
  await page.getByRole('button', { name: /account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const question = page.getByRole('dialog', { name: 'Not everything is saved' })
  await question.getByText('Your edits in 1 chapter have not reached the server.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'sign-out-unsent')
  await question.getByRole('button', { name: 'Stay' }).click()
  await source(page).getByText('Only on this machine.').waitFor()
  await page.getByRole('button', { name: /account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await question.getByRole('button', { name: 'Delete them and sign out' }).click()
  await page.waitForURL('**/sign-in')
  expect(await waiting(page)).toEqual([])
})

test('a window of somebody else than who is signed in by now saves nothing in her name, and is made anew', async () => {
  const { ada, grace, path, text, chapterId } = await shared()
  await studio.server.request(ada, 'PATCH', '/v1/me/settings', { autosaveSeconds: 3600 })
  const page = await open(ada, path)
  await toLine(page, 3)
  await page.keyboard.type(' Typed by Ada.')
  await expect.poll(() => waiting(page), patient).toEqual([`unsent:${ada.userId}:${chapterId}`])

  // In another tab of the same browser Grace signs in; she may write in this chapter as well.
  const [name, value] = grace.headers.cookie!.split(/=(.*)/s) as [string, string]
  await page.context().addCookies([{ name, value: value.split('; ')[0]!, url: studio.url }])
  const refused = page.waitForResponse(answer => answer.request().method() === 'PUT' && answer.status() === 403)
  await page.keyboard.press('Control+s')
  await refused
  await source(page).getByText('Typed by Ada.').waitFor({ state: 'detached' })
  await source(page).getByText('The third paragraph.').waitFor()
  await page.getByRole('button', { name: /account/ }).click()
  await page.getByRole('menu').getByText('Grace Hopper').waitFor()
  expect(await text()).not.toContain('Typed by Ada.')
  expect(await waiting(page)).toEqual([`unsent:${ada.userId}:${chapterId}`])
})
