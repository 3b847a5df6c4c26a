import { grantSuperadmin, syncCatalogue, syncFeatures } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

let studio: Studio
let grace: Awaited<ReturnType<Studio['server']['signUp']>>
let ada: typeof grace
let job: string

beforeAll(async () => {
  studio = await startStudio()
  const { server } = studio
  grace = await server.signUp('Grace Hopper')
  ada = await server.signUp('Ada Lovelace')
  await grantSuperadmin(server.octavo, grace.email)
  await syncCatalogue(server.octavo)
  await syncFeatures(server.octavo)
  const { id } = (await server.request(ada, 'POST', '/v1/books', { title: 'Notes on the Engine' })).body
  job = (await server.request(ada, 'POST', `/v1/books/${id}/jobs`, { kind: 'outline' })).body.id
  for (let at = 0; at < 130; at++) await server.signUp(`Person ${at}`)
})
afterAll(() => studio?.close())

async function open(section: string, options?: Parameters<Studio['open']>[1]): Promise<Page> {
  const page = await studio.open(grace, options)
  await page.goto(`${studio.url}/operator?section=${section}`)
  await page.getByRole('heading', { name: 'Operator' }).waitFor()
  return page
}

test('says how the installation is, and each section has an address', async () => {
  const page = await studio.open(grace)
  await page.getByRole('link', { name: 'Operator' }).click()
  await page.getByText('Not ready.').waitFor()
  await page.getByText('No worker has come').waitFor()
  await page.getByText('Embedded, PostgreSQL').waitFor()
  await page.getByText('OCTAVO_SIGN_UP').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-health')
  await page.getByRole('tab', { name: 'Health' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL('**/operator?section=jobs')
  await page.goBack()
  await page.getByRole('tab', { name: 'Health', selected: true }).waitFor()
  await page.context().close()
})

test('jobs of everybody are moved, canceled and tried again', async () => {
  const page = await open('jobs')
  const row = page.getByRole('row', { name: /Ada Lovelace/ })
  await row.waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-jobs')
  const acts = async (name: string) => {
    await page.getByRole('button', { name: /Acts for the outline job/ }).press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
  }
  await acts('Before others')
  await page.getByText('Its priority is 10 now.').waitFor()
  await acts('Cancel')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the job' }).click()
  await page.getByText('No job is waiting or running.').waitFor()
  await page.getByRole('button', { name: 'All' }).click()
  await row.getByText('canceled').waitFor()
  await acts('Try again')
  await row.getByText('queued').first().waitFor()
  const { body } = await studio.server.request(ada, 'GET', `/v1/jobs/${job}`)
  expect(body).toMatchObject({ state: 'queued', priority: 10, run: 2 })
  await page.context().close()
})

test('people are found, suspended and let in again; a role is given', async () => {
  const page = await open('people')
  await page.getByRole('row', { name: /Person 129/ }).waitFor()
  // Only those in view are there.
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  await takePictures(page, 'operator-people')
  await page.getByLabel('Find people').fill('lovelace')
  const row = page.getByRole('row', { name: /Ada Lovelace/ })
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Acts for Ada Lovelace' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Suspend' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }).click()
  await row.getByText('suspended').waitFor()
  expect((await studio.server.request(ada, 'GET', '/v1/me')).status).toBe(401)
  await page.getByRole('button', { name: 'Acts for Ada Lovelace' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Let in again' }).click()
  await row.getByText('active').waitFor()
  await page.getByRole('button', { name: 'Acts for Ada Lovelace' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Make creator' }).click()
  await row.getByText(/creator/).waitFor()
  await page.context().close()
})

test('plans, prices and providers are changed', async () => {
  let page = await open('plans')
  await page
    .getByRole('button', { name: /Edit the plan/ })
    .first()
    .waitFor()
  await expectAccessible(page)
  await page
    .getByRole('button', { name: /Edit the plan/ })
    .first()
    .click()
  await page.getByRole('dialog').getByLabel('Price a month').fill('17.5')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save the plan' }).click()
  await page.getByText('$17.50 a month').waitFor()
  await takePictures(page, 'operator-plans')
  await page.context().close()

  page = await open('models')
  await page
    .getByRole('button', { name: /^Edit / })
    .last()
    .waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-models')
  await page
    .getByRole('button', { name: /^Edit / })
    .last()
    .click()
  await page.getByLabel('In', { exact: true }).fill('not a number')
  await page.getByRole('button', { name: 'Save the model' }).click()
  await page.getByRole('dialog').getByRole('alert').first().waitFor()
  await takePictures(page, 'operator-model')
  await page.getByLabel('In', { exact: true }).fill('3.25')
  await page.keyboard.press('Enter')
  await page.getByText('$3.25').waitFor()
  await page
    .getByRole('button', { name: /^Edit / })
    .first()
    .click()
  await page.getByLabel('State').selectOption('Off')
  await page.getByRole('button', { name: 'Save the provider' }).click()
  await page.getByRole('cell', { name: 'off', exact: true }).waitFor()
  await page.context().close()
})

test('prompts are read, features switched, failures and changes seen', async () => {
  let page = await open('prompts')
  await page.getByText(/^\d+ prompts/).waitFor()
  await page.getByText('Version 1').first().click()
  await page.getByText('What it asks').first().waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-prompts')
  await page.context().close()

  page = await open('features')
  await page.getByLabel('Find features').fill('mermaid')
  await page.getByRole('switch').first().click()
  await page.getByText(/, 1 off\./).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-features')
  await page.context().close()

  page = await open('failures')
  await page.getByText('No job has failed.').waitFor()
  await page.getByText('No call to a model has failed.').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-failures')
  await page.context().close()

  page = await open('audit')
  await page.getByRole('row', { name: /user suspended Ada Lovelace/ }).waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-audit')
  await page.context().close()
})

test('others are told that it is not theirs', async () => {
  const other = await studio.server.signUp('Ada Lovelace')
  const page = await studio.open(other)
  expect(await page.getByRole('link', { name: 'Operator' }).count()).toBe(0)
  await page.goto(`${studio.url}/operator`)
  await page.getByText('This is for whoever runs the installation').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'operator-forbidden')
  await page.context().close()
})
