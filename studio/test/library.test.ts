import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio

/** For what the page does by itself. */
const soon = { timeout: 20_000 }

beforeAll(async () => {
  studio = await startStudio()
  await syncCatalogue(studio.server.octavo)
})

afterAll(() => studio?.close())

const make = async (person: TestPerson, title: string, fields: object = {}): Promise<string> =>
  (await studio.server.request(person, 'POST', '/v1/books', { title, authors: ['Ada Lovelace'], ...fields })).body.id

async function write(person: TestPerson, bookId: string, title: string, content: string): Promise<string> {
  const item = await studio.server.request(person, 'POST', `/v1/books/${bookId}/outline/items`, { title })
  const chapter = { outlineItemId: item.body.id, content }
  return (await studio.server.request(person, 'POST', `/v1/books/${bookId}/chapters`, chapter)).body.id
}

test('a newcomer sees three ways to a first book, and can try with the sample', async () => {
  const page = await studio.open(await studio.server.signUp('Grace Hopper'))
  await page.getByRole('heading', { name: 'Your books will stand here' }).waitFor()
  expect(await page.getByRole('main').getByRole('link', { name: 'New book' }).count()).toBe(1)
  expect(await page.getByRole('main').getByRole('link', { name: 'Import' }).count()).toBe(1)
  await expectAccessible(page)
  await takePictures(page, 'newcomer')
  await page.getByRole('button', { name: 'Try with a sample' }).click()
  await page.waitForURL(/\/books\/[0-9a-f-]+\/plan$/)
  const id = page.url().split('/').at(-2)!
  const grace = await studio.server.octavo.database.asService('a test looks', tx =>
    tx.selectFrom('library.sources').select('origin').where('book_id', '=', id).execute(),
  )
  expect(grace).toHaveLength(11)
})

test('books stand on shelves; what is done to one can be undone, and the trash gives back', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const engine = await make(ada, 'Notes on the Engine')
  const chapter = await write(ada, engine, 'Of numbers', 'The engine weaves algebraic patterns.')
  await make(ada, 'كتاب في الجبر والمقابلة', { language: 'ar' })
  await make(ada, `A very long title ${'that goes on and on '.repeat(8)}`)
  const page = await studio.open(ada)
  await page.evaluate(
    ([bookId, chapterId]) =>
      localStorage.setItem(
        'octavo-last-place',
        JSON.stringify({
          ...{ bookId, chapterId, title: 'Of numbers' },
          ...{ excerpt: 'The engine weaves algebraic patterns', at: new Date().toISOString() },
        }),
      ),
    [engine, chapter],
  )
  await page.reload()
  const books = page.getByRole('list', { name: 'Books', exact: true })
  await books.getByRole('listitem').nth(2).waitFor()
  const engineCard = books.getByRole('link', { name: /Notes on the Engine/ })
  expect(await engineCard.getAttribute('href')).toBe(`/books/${engine}/edit`)
  expect(await engineCard.textContent()).toContain('5 words')
  // Its cover is drawn by the server, and arrives.
  const cover = engineCard.locator('img')
  await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth), soon).toBe(400)
  await page.getByRole('link', { name: 'Notes on the Engine, Of numbers' }).waitFor()
  await page.getByText('No budget is set').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'library')

  await page.getByRole('tab', { name: 'Planning 2' }).click()
  const planned = page.getByRole('list', { name: 'Books: Planning' }).getByRole('listitem')
  await planned.nth(1).waitFor()
  expect(await planned.count()).toBe(2)
  await page.getByRole('tab', { name: 'All 3' }).click()

  await page.getByRole('button', { name: 'Table' }).click()
  const table = page.getByRole('table', { name: 'Books' })
  await table.getByRole('row', { name: /Notes on the Engine/ }).waitFor()
  await page.getByRole('button', { name: /Sort by/ }).click()
  await page.getByRole('menuitemradio', { name: 'Words' }).click()
  await expect.poll(() => table.getByRole('row').nth(1).textContent(), soon).toContain('Notes on the Engine')
  await expectAccessible(page)
  await takePictures(page, 'library-table')

  // By keyboard: into the trash, and back.
  const more = page.getByRole('button', { name: 'More about Notes on the Engine' })
  await more.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Open' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByText('“Notes on the Engine” is in the trash.').waitFor()
  await page.getByRole('tab', { name: 'Trash 1' }).waitFor()
  expect(await table.getByRole('row', { name: /Notes on the Engine/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('tab', { name: 'All 3' }).waitFor()

  await more.click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByRole('tab', { name: 'Archived 1' }).click()
  await page.getByRole('button', { name: 'More about Notes on the Engine' }).click()
  await page.getByRole('menuitem', { name: 'Put into the trash' }).click()
  await page.getByRole('tab', { name: 'Trash 1' }).click()
  await page.getByRole('button', { name: 'More about Notes on the Engine' }).click()
  await page.getByRole('menuitem', { name: 'Restore' }).click()
  await page.getByText('The trash is empty.').waitFor()
})

test('a book is copied, and becomes a template from which another begins', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const id = await make(ada, 'Course')
  await write(ada, id, 'First lesson', 'Begin.')
  const page = await studio.open(ada)
  await page.getByRole('button', { name: 'More about Course' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.getByRole('link', { name: /Course \(copy\)/ }).waitFor()
  await page.getByRole('button', { name: 'More about Course', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Save as template' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as template' })
  await dialog.getByLabel('Name').fill('Lessons')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'All templates' }).click()
  await page.getByRole('heading', { name: 'Lessons' }).waitFor()
  await page.getByText('Technical · 1 chapter').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'templates')
  await page.getByRole('button', { name: 'More about Lessons' }).click()
  await page.getByRole('menuitem', { name: 'Change' }).click()
  await page.getByLabel('What it is for').fill('For a course of lessons')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('For a course of lessons').waitFor()
  await page.getByRole('button', { name: 'Start a book from Lessons' }).click()
  await page.getByLabel('Title').fill('Second course')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/plan$/)
  const started = await studio.server.request(ada, 'GET', '/v1/books?q=Second')
  expect(started.body.items).toMatchObject([{ title: 'Second course', plannedChapters: 1 }])

  await page.goto(`${studio.url}/templates`)
  await page.getByRole('button', { name: 'More about Lessons' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete the template' }).click()
  await page.getByRole('heading', { name: 'No templates yet' }).waitFor()
})

test('a thousand books are in reach, and a few of them in the page', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  await studio.server.octavo.database.asService('books for a test', tx =>
    tx
      .insertInto('library.books')
      .values(
        Array.from({ length: 1_000 }, (_, index) => ({
          organization_id: ada.organizationId,
          created_by: ada.userId,
          title: `Volume ${String(index).padStart(3, '0')}`,
          slug: `volume-${index}`,
        })),
      )
      .execute(),
  )
  const page = await studio.open(ada)
  await page.getByRole('tab', { name: 'All 1000' }).waitFor()
  await page.getByRole('button', { name: /Sort by/ }).click()
  await page.getByRole('menuitemradio', { name: 'Title' }).click()
  // The first of all: it may stand among the first few by chance before they are sorted.
  await page
    .getByRole('listitem')
    .first()
    .getByRole('link', { name: /Volume 000/ })
    .waitFor()
  const asked = new Set<string>()
  page.on('request', request => request.url().includes('/cover') && asked.add(request.url()))
  await page.keyboard.press('Control+End')
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  await page.getByRole('link', { name: /Volume 999/ }).waitFor({ timeout: 40_000 })
  expect(await page.getByRole('listitem').count()).toBeLessThan(80)
  expect(asked.size).toBeLessThan(200)
})

test('a viewer may look and copy, and is offered nothing else', async () => {
  const { server } = studio
  const owner = await server.signUp('Ada Lovelace')
  const viewer = await server.signUp('Grace Hopper')
  const team = await server.request(owner, 'POST', '/v1/organizations', { name: 'Analysts' })
  await server.octavo.database.asService('a member for a test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: team.body.id, user_id: viewer.userId, role: 'viewer' })
      .execute(),
  )
  await make(owner, 'Shared', { organizationId: team.body.id })
  const page = await studio.open(viewer)
  await page.getByRole('button', { name: 'Whose books: Everybody’s' }).waitFor()
  await page.getByRole('button', { name: 'More about Shared' }).click()
  const items = await page.getByRole('menuitem').allTextContents()
  expect(items).toEqual(['Open', 'Duplicate', 'Save as template'])
})

test('what is being written stands at the top, and is paused and resumed there', async () => {
  const { server } = studio
  const ada = await server.signUp('Ada Lovelace')
  const id = await make(ada, 'Live', { targetWords: 2_000 })
  await server.request(ada, 'POST', `/v1/books/${id}/sources`, { origin: 'a.md', text: '# A\n\nA queue holds jobs.' })
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString()
  const job = await server.request(ada, 'POST', `/v1/books/${id}/jobs`, { kind: 'write', scheduledAt })
  expect(job.status, JSON.stringify(job.body)).toBe(201)
  const page = await studio.open(ada)
  const running = page.getByRole('region', { name: /Live/ })
  await running.getByText(/^Begins /).waitFor()
  await page.getByText('1 book, one being written').waitFor()
  await page.getByRole('tab', { name: 'Writing 1' }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'library-writing')
  await running.getByRole('button', { name: 'Pause' }).click()
  await running.getByText(/^Paused/).waitFor()
  await running.getByRole('button', { name: 'Resume' }).click()
  await running.getByText(/^Begins /).waitFor()
  expect(await running.getByRole('link', { name: 'Watch' }).getAttribute('href')).toBe(`/books/${id}/write`)
  await server.request(ada, 'POST', `/v1/jobs/${job.body.id}/cancel`)
  await page.getByText('Live was stopped by you or your team').waitFor()
})
