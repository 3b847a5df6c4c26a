import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { syncCatalogue, type TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let provider: SimulatedProvider
let studio: Studio
const models = ['openai-compatible/plain', 'openai-compatible/fine'] as const

beforeAll(async () => {
  provider = await startSimulatedProvider({ tokensPerSecond: 20_000 })
  studio = await startStudio({ worker: true, environment: { OPENAI_COMPATIBLE_URL: `${provider.url}/v1` } })
  await syncCatalogue(studio.server.octavo)
  await studio.server.database.asService('models that cost something', tx =>
    tx
      .insertInto('generation.models')
      .values(
        models.map((id, index) => ({
          id,
          provider_id: 'openai-compatible',
          name: id,
          context_window: 200_000,
          max_output: 32_000,
          input_price: 100 * (index + 1),
          output_price: 1000,
          capabilities: ['text', 'structured'],
        })),
      )
      .execute(),
  )
})
afterAll(async () => {
  await studio?.close()
  await provider?.stop()
})

const ask = async (person: TestPerson, method: string, path: string, body?: unknown) => {
  const answer = await studio.server.request(person, method, path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** Writes a book with a model and waits for its end; gives the job. */
async function writeBook(person: TestPerson, title: string, model: string) {
  const { id } = await ask(person, 'POST', '/v1/books', { title, targetWords: 300 })
  const chapter = { kind: 'chapter', title: 'One', sections: [{ title: 'Whole', synopsis: '', passages: [] }] }
  await ask(person, 'POST', `/v1/books/${id}/outline/items`, chapter)
  const job = await ask(person, 'POST', `/v1/books/${id}/jobs`, { kind: 'write', model })
  await (await studio.server.app.request(`/v1/jobs/${job.id}/events`, { headers: person.headers })).text()
  return ask(person, 'GET', `/v1/jobs/${job.id}`)
}

async function open(person: TestPerson): Promise<Page> {
  const page = await studio.open(person)
  page.setDefaultTimeout(60_000)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Usage' }).click()
  await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor()
  return page
}

test('who has used nothing that costs reads so', async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const page = await open(ada)
  await page.getByText('You have spent nothing. The compositor costs nothing.').waitFor()
  await page.getByRole('heading', { name: 'No day cost anything' }).waitFor()
  await page.getByText('No job has cost anything yet.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'usage-empty')
})

test('what was spent is said, drawn, divided, downloaded and limited', { timeout: 180_000 }, async () => {
  const ada = await studio.server.signUp('Ada Lovelace')
  const jobs = [
    await writeBook(ada, 'The Long Causeway', models[0]),
    await writeBook(ada, 'كتاب البحر والرمل', models[1]),
    await writeBook(
      ada,
      'A Very Long Title about Small Engines, Patiently Taken Apart and Put Together Again',
      models[0],
    ),
  ]
  const spent = jobs.reduce((sum, job) => sum + job.cost, 0)
  const dollars = `$${spent.toFixed(2)}`
  const page = await open(ada)
  await page.getByText(new RegExp(`^You have spent \\${dollars} this month\\.`)).waitFor()
  await page.getByRole('img', { name: /^Spend by day: 1 days? with spend/ }).waitFor()
  await page.getByText('As a table').click()
  await page.getByRole('cell', { name: dollars }).first().waitFor()
  await page
    .getByText('All of the last')
    .or(page.getByText(/finished jobs stayed within/))
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'usage')

  // Divided by key.
  await page.getByRole('tab', { name: 'Model' }).focus()
  await page.getByRole('rowheader', { name: models[0] }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('rowheader', { name: 'The Long Causeway' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('rowheader', { name: 'Ada Lovelace' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('rowheader', { name: 'Writing' }).waitFor()
  await expectAccessible(page)

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  expect(download.suggestedFilename()).toBe('usage.csv')

  // A budget below what is spent stops, one a little above warns.
  await page.getByRole('button', { name: 'Set a budget…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What models may cost a month' })
  const amount = dialog.getByRole('textbox', { name: /^Budget/ })
  await amount.fill('much')
  await page.keyboard.press('Enter')
  await dialog.getByText('Give an amount in dollars, such as 60.').waitFor()
  await expectAccessible(page)
  await amount.fill(String(Math.ceil(spent * 110) / 100))
  await page.keyboard.press('Enter')
  await page.getByText(/of the budget is left until/).waitFor()
  await page.getByRole('button', { name: 'Change the budget…' }).first().click()
  await amount.fill('0.01')
  await page.keyboard.press('Enter')
  await page
    .getByRole('alert')
    .getByText(/^The budget of \$0\.01 is used up\./)
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'usage-stopped')

  await page.getByRole('button', { name: 'This month' }).click()
  await page
    .getByRole('menuitemradio', { name: /20\d\d/ })
    .first()
    .click()
  await page.getByText(/was spent in [A-Z][a-z]+ 20\d\d\./).waitFor()
})

test('the operator changes the plan; a member without the role reads and sets nothing', async () => {
  const grace = await studio.server.signUp('Grace Hopper')
  const page = await open(grace)
  await page.getByRole('button', { name: 'Compare…' }).click()
  const plans = page.getByRole('dialog', { name: 'Plans' })
  await plans.getByText('Plans are changed by whoever runs this installation').waitFor()
  expect(await plans.getByRole('button', { name: 'Change the plan' }).count()).toBe(0)
  await expectAccessible(page)
  await takePictures(page, 'usage-plans')

  const operator = await studio.server.signUp('Mary Somerville')
  await studio.server.database.asService('test', tx =>
    tx.insertInto('identity.user_roles').values({ user_id: operator.userId, role: 'superadmin' }).execute(),
  )
  const desk = await open(operator)
  await desk.getByRole('button', { name: 'Compare…' }).click()
  await desk.getByRole('radio', { name: /^Pro/ }).check()
  await desk.getByRole('button', { name: 'Change the plan' }).click()
  await desk.getByRole('heading', { name: 'Plan: pro' }).waitFor()

  // In an organization of others.
  const { id: team } = await ask(operator, 'POST', '/v1/organizations', { name: 'The Press' })
  await studio.server.database.asService('test', tx =>
    tx
      .insertInto('identity.members')
      .values({ organization_id: team, user_id: grace.userId, role: 'viewer' })
      .execute(),
  )
  await page.evaluate(id => localStorage.setItem('octavo-organization', id), team)
  await page.reload()
  await page.getByText(/^The Press has spent nothing\./).waitFor()
  expect(await page.getByRole('button', { name: 'Set a budget…' }).count()).toBe(0)
  expect(await page.getByRole('tab', { name: 'Person' }).count()).toBe(0)
})
