import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncCatalogue } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

const notes = join(import.meta.dirname, '../../examples/job-queues/notes')

/** Asks until it is so; a machine with much to do takes its time. */
const poll = <Value>(read: () => Value) => expect.poll(read, { timeout: 15_000 })

let studio: Studio
type Person = Awaited<ReturnType<Studio['server']['signUp']>>

beforeAll(async () => {
  studio = await startStudio({ worker: true })
  await syncCatalogue(studio.server.octavo)
})

afterAll(() => studio?.close())

const bookIdOf = (page: Page) => /books\/([0-9a-f-]{36})/.exec(page.url())![1]!
const item = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name })
const titles = (page: Page) => page.getByRole('tree', { name: 'Outline' }).locator('.trow__t').allTextContents()

/** Titles of an outline as the server has it: chapters with their sections in brackets. */
async function saved(person: Person, bookId: string): Promise<string[]> {
  type Item = { title: string; sections: { title: string }[]; children: Item[] }
  const { body } = await studio.server.request(person, 'GET', `/v1/books/${bookId}/outline`)
  const told = (items: Item[]): string[] =>
    items.flatMap(({ title, sections, children }) => [
      sections.length > 0 ? `${title} [${sections.map(section => section.title).join(', ')}]` : title,
      ...told(children).map(one => `- ${one}`),
    ])
  return told(body.items)
}

describe('from a title to a job that writes', () => {
  let ada: Person
  let page: Page
  let bookId: string

  beforeAll(async () => {
    ada = await studio.server.signUp('Ada Lovelace')
    page = await studio.open(ada)
  })

  test('a book is begun by keyboard, with its brief', async () => {
    await page.goto(`${studio.url}/new`)
    await page.getByRole('heading', { name: 'New book' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByText('Give it a title.').waitFor()
    await page.keyboard.type('Job Queues')
    await page.getByLabel('What it is to be').fill('How to run a queue inside a database.')
    await takePictures(page, 'new-book')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/plan$/)
    bookId = bookIdOf(page)
    await page.getByText('No outline yet').waitFor()
    await page.getByText('No sources yet. The compositor only arranges').waitFor()
    await expectAccessible(page)
    await takePictures(page, 'plan-empty')
  })

  test('the brief is saved as it is typed, beside what somebody else changes', async () => {
    const read = async () => (await studio.server.request(ada, 'GET', `/v1/books/${bookId}`)).body
    expect(await read()).toMatchObject({ title: 'Job Queues', notes: 'How to run a queue inside a database.' })
    await page.getByLabel('Reader').fill('Engineers with a table called jobs')
    // Somebody else is quicker, with another field.
    const other = { 'if-match': `"v${(await read()).version}"` }
    await studio.server.request(ada, 'PATCH', `/v1/books/${bookId}`, { subtitle: 'Patterns' }, other)
    await page.getByRole('textbox', { name: 'Words', exact: true }).fill('1,200')
    await poll(read).toMatchObject({
      audience: 'Engineers with a table called jobs',
      targetWords: 1_200,
      subtitle: 'Patterns',
    })
    // And with the same one.
    await page.getByLabel('Voice').fill('Plain')
    const same = { 'if-match': `"v${(await read()).version}"` }
    await studio.server.request(ada, 'PATCH', `/v1/books/${bookId}`, { styleGuide: 'Ornate' }, same)
    await page.getByText('Somebody else changed the voice meanwhile.').waitFor()
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await poll(read).toMatchObject({ styleGuide: 'Plain' })
  })

  test('features are found and required', async () => {
    await page.getByRole('button', { name: 'No feature' }).click()
    await page.getByLabel('Find a feature').fill('glossary')
    await page.getByRole('checkbox').first().check()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: '1 feature' }).waitFor()
  })

  test('sources are given, refused with a reason, renamed, ordered, read and deleted', async () => {
    const files = ['01-why-a-queue.md', '02-delivery.md', '04-leases.md'].map(name => join(notes, name))
    await page.getByLabel('Files to add as sources').setInputFiles(files)
    await page.getByRole('button', { name: '04-leases.md', exact: true }).waitFor()
    await page
      .getByLabel('Files to add as sources')
      .setInputFiles({ name: 'nothing.md', mimeType: 'text/markdown', buffer: Buffer.from(' ') })
    await page.getByText(/This source is empty/).waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    const html = '<!doctype html><title>Bees</title><h1>Bees</h1><p>No sting.</p><p hidden>Old.</p>'
    await page
      .getByLabel('Files to add as sources')
      .setInputFiles({ name: 'bees.html', mimeType: 'text/html', buffer: Buffer.from(html) })
    await page.getByText('Left out: 1 × hidden text.').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'bees.html', exact: true }).press('Delete')
    await page.getByRole('button', { name: 'Delete source' }).click()
    await page.getByText('Left out: 1 × hidden text.').waitFor({ state: 'detached' })

    await page.getByLabel('Paste a link or text').fill('# Scraps\n\nA lease is a claim that expires.')
    await page.getByRole('button', { name: 'Add the text' }).click()
    const scraps = page.getByRole('button', { name: 'Scraps', exact: true })
    await scraps.waitFor()
    await scraps.focus()
    await page.keyboard.press('Alt+ArrowUp')
    const names = async () => {
      const { body } = await studio.server.request(ada, 'GET', `/v1/books/${bookId}/sources`)
      return body.items.map((source: { title: string }) => source.title)
    }
    await poll(names).toEqual(['01-why-a-queue.md', '02-delivery.md', 'Scraps', '04-leases.md'])
    await scraps.press('F2')
    await page.keyboard.type('Torn page')
    await page.keyboard.press('Enter')
    await poll(names).toContain('Torn page')
    await page.getByRole('button', { name: 'Torn page', exact: true }).press('Enter')
    await page.getByRole('dialog').getByText('A lease is a claim that expires.').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Torn page', exact: true }).press('Delete')
    await page.getByRole('button', { name: 'Delete source' }).click()
    await poll(names).toEqual(['01-why-a-queue.md', '02-delivery.md', '04-leases.md'])
  })

  test('an outline is proposed from them, with the passages behind each chapter', async () => {
    await page.getByRole('button', { name: 'Propose an outline' }).click()
    await item(page, /./).first().waitFor()
    const outline = await saved(ada, bookId)
    expect(outline.length).toBeGreaterThan(1)
    await page.getByRole('list', { name: 'Passages' }).getByRole('listitem').first().waitFor()
    const behind = page.getByRole('complementary', { name: 'Passages behind the chapter' })
    await behind.getByText(/^\d+ passages? from/).waitFor()
    const before = await behind.getByRole('button', { name: 'Leave out', exact: true }).count()
    const { body } = await studio.server.request(ada, 'GET', `/v1/books/${bookId}/outline`)
    const passages = (outline: typeof body) =>
      outline.items[0].sections.flatMap((one: { passages: string[] }) => one.passages)
    await behind.getByRole('button', { name: 'Leave out', exact: true }).first().click()
    await poll(
      async () => passages((await studio.server.request(ada, 'GET', `/v1/books/${bookId}/outline`)).body).length,
    ).toBe(passages(body).length - 1)
    expect(before).toBeGreaterThan(0)
    await expectAccessible(page)
    await takePictures(page, 'plan')
  })

  test('what writing costs is told, and it starts by one key', async () => {
    const foot = page.getByRole('region', { name: 'Write the book' })
    await foot.getByText('$0', { exact: true }).waitFor()
    await foot.getByText(/words in \d+ calls?/).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/write$/)
    const { body } = await studio.server.request(ada, 'GET', `/v1/jobs?bookId=${bookId}`)
    expect(body.items.filter((job: { parentId: unknown }) => !job.parentId)[0]).toMatchObject({ kind: 'write' })
  })
})

describe('the outline', () => {
  let grace: Person
  let page: Page
  let bookId: string

  /** A book with this outline, open at its plan. */
  const open = async (items: object[], title = 'A Manual of Operation') => {
    bookId = (await studio.server.request(grace, 'POST', '/v1/books', { title, targetWords: 90_000 })).body.id
    const put = await studio.server.request(grace, 'PUT', `/v1/books/${bookId}/outline`, { items })
    expect(put.status, JSON.stringify(put.body)).toBe(200)
    await page.goto(`${studio.url}/books/${bookId}/plan`)
    await page.getByRole('tree', { name: 'Outline' }).waitFor()
  }
  const now = () => saved(grace, bookId)

  beforeAll(async () => {
    grace = await studio.server.signUp('Grace Hopper')
    page = await studio.open(grace)
  })

  test('is edited by keyboard, each change saved and undone', async () => {
    const sections = [{ title: 'Relays' }, { title: 'Switches' }]
    await open([{ title: 'One', sections }, { title: 'Two' }, { title: 'Three' }])
    await item(page, 'One').focus()

    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await poll(now).toEqual(['One [Switches, Relays]', 'Two', 'Three'])
    await page.keyboard.press('Shift+Tab')
    await poll(now).toEqual(['One [Switches]', 'Relays', 'Two', 'Three'])
    await page.keyboard.press('Tab')
    await poll(now).toEqual(['One [Switches, Relays]', 'Two', 'Three'])
    await page.keyboard.press('s')
    await page.keyboard.press('Enter')
    await poll(now).toEqual(['One [Switches]', 'Relays [Relays]', 'Two', 'Three'])
    await page.keyboard.press('j')
    await poll(now).toEqual(['One [Switches]', 'Relays [Relays]', 'Three'])
    await page.keyboard.press('r')
    await page.keyboard.type('Gates')
    await page.keyboard.press('Enter')
    await page.keyboard.press('a')
    await page.keyboard.type('Four')
    await page.keyboard.press('Enter')
    await poll(now).toEqual(['One [Switches]', 'Gates [Relays]', 'Four', 'Three'])
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Delete')
    await poll(now).toEqual(['One [Switches]', 'Gates [Relays]', 'Three'])
    for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z')
    await poll(now).toEqual(['One [Switches]', 'Gates [Relays]', 'New chapter', 'Three'])
    for (let step = 0; step < 7; step++) await page.keyboard.press('Control+z')
    await poll(now).toEqual(['One [Relays, Switches]', 'Two', 'Three'])
    await page.keyboard.press('Control+Shift+z')
    await poll(now).toEqual(['One [Switches, Relays]', 'Two', 'Three'])
    // Tab moves lines, so Escape leads out.
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add')
  })

  test('keeps chapters with text, and says so', async () => {
    await open([{ title: 'Written' }, { title: 'Planned' }])
    const { body } = await studio.server.request(grace, 'GET', `/v1/books/${bookId}/outline`)
    const content = '# Written\n\nSome words of hers.'
    await studio.server.request(grace, 'POST', `/v1/books/${bookId}/chapters`, {
      outlineItemId: body.items[0].id,
      content,
    })
    await page.reload()
    await item(page, 'Written').press('Delete')
    await page.getByText('“Written” has text, so it stays.').waitFor()
    await item(page, 'Planned').press('Delete')
    await poll(now).toEqual(['Written'])
  })

  test('is carried by pointer, into parts as well', async () => {
    await open([{ title: 'Part', kind: 'part', children: [{ title: 'Inside' }] }, { title: 'One' }, { title: 'Two' }])
    const drag = async (from: string, to: string, share: number) => {
      const grip = (await item(page, from).locator('.trow__grip').boundingBox())!
      const over = (await item(page, to).boundingBox())!
      await page.mouse.move(grip.x + 4, grip.y + 8)
      await page.mouse.down()
      await page.mouse.move(grip.x + 4, over.y + over.height / 2, { steps: 4 })
      await page.mouse.move(grip.x + 4, over.y + over.height * share, { steps: 2 })
      await page.mouse.up()
    }
    await drag('Two', 'One', 0.1)
    await poll(now).toEqual(['Part', '- Inside', 'Two', 'One'])
    await drag('One', 'Part', 0.5)
    await poll(now).toEqual(['Part', '- Inside', '- One', 'Two'])
  })

  test('has room for sixty chapters, long titles, and those that are read from the right', async () => {
    const chapters = Array.from({ length: 20 }, (_, index) => [
      { title: `Chapter with a rather long title about the ${index + 1}th thing that may go wrong in a relay` },
      { title: `الفصل ${index + 1}: كيف تعمل الآلة` },
      { title: `Short ${index + 1}`, sections: [{ title: 'One' }, { title: 'שני' }], targetWords: 2_400 },
    ]).flat()
    await open([{ title: 'Part one', kind: 'part', children: chapters }], 'דליפת הזרם: a manual of what leaks')
    expect((await titles(page)).length).toBe(101)
    await item(page, /^Part one/).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await poll(async () => (await titles(page)).length).toBe(99)
    await expectAccessible(page)
    await takePictures(page, 'plan-sixty')
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('is only read by who may not edit', async () => {
    await open([{ title: 'Read me' }])
    const reader = await studio.server.signUp('Reader')
    const invitation = { email: reader.email, role: 'viewer' }
    await studio.server.request(grace, 'POST', `/v1/books/${bookId}/collaborators/invitations`, invitation)
    const mail = (await studio.server.mails()).findLast(one => one.to === reader.email)!
    const token = /token=([\w-]+)/.exec(mail.text)![1]
    await studio.server.request(reader, 'POST', '/v1/invitations/accept', { token })
    const theirs = await studio.open(reader)
    await theirs.goto(`${studio.url}/books/${bookId}/plan`)
    await theirs.getByText('You may read this plan.').waitFor()
    expect(await theirs.getByLabel('Reader').isDisabled()).toBe(true)
    expect(await theirs.getByRole('button', { name: 'Propose again' }).count()).toBe(0)
    await item(theirs, 'Read me').press('Delete')
    expect(await now()).toEqual(['Read me'])
    await expectAccessible(theirs)
  })
})

test('a limit that is reached is said at the act, with where to look', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const { id } = (await studio.server.request(ada, 'POST', '/v1/books', { title: 'Limits' })).body
  const text = await readFile(join(notes, '04-leases.md'), 'utf8')
  await studio.server.request(ada, 'POST', `/v1/books/${id}/sources`, { origin: 'leases.md', text })
  const page = await studio.open(ada)
  const refusal = {
    title: 'The plan does not include more',
    detail: 'No generation is left today.',
    code: 'quota_exceeded',
  }
  await page.route('**/v1/books/*/jobs', route => route.fulfill({ status: 402, json: { ...refusal, requestId: 'x' } }))
  await page.goto(`${studio.url}/books/${id}/plan`)
  await page.getByRole('button', { name: 'Write the book' }).click()
  await page.getByText('The plan does not include more. No generation is left today.').waitFor()
  await page.getByRole('link', { name: 'See the plan' }).waitFor()
  await expectAccessible(page)
})
