import { type GitHubServer, GitHubState, startGitHubServer, type TestPerson } from '@octavo/server/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

const token = 'github_pat_of_ada_0123456789'
const live = 'https://ada.github.test/lighthouses/'

let gitHub: GitHubServer
let studio: Studio
let ada: TestPerson
beforeAll(async () => {
  gitHub = await startGitHubServer(await GitHubState.make())
  gitHub.state.addToken(token, 'ada')
  studio = await startStudio({ worker: true, environment: { GITHUB_API_URL: gitHub.url } })
  ada = await studio.server.signUp('Ada Lovelace')
})
afterAll(async () => {
  await studio?.close()
  await gitHub?.close()
  await gitHub?.state.remove()
})

const ask = async (method: string, path: string, body?: unknown) =>
  (await studio.server.request(ada, method, path, body, { 'if-match': '*' })).body

const place = (page: Page) => page.getByRole('article', { name: 'GitHub ada/lighthouses' })

test('a book goes to a repository of its own with its site, then a change of it as a pull request', async () => {
  const { id } = await ask('POST', '/v1/books', { title: 'Lighthouses' })
  const chapter = await ask('POST', `/v1/books/${id}/chapters`, {
    title: 'Light',
    content: '# Light\n\nIt burns oil.\n',
  })
  const page = await studio.open(ada)
  await page.goto(`${studio.url}/books/${id}/publish`)

  await page.getByRole('button', { name: 'Add a place' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a place' })
  await adding.getByLabel('Token').fill('github_pat_mistyped')
  await adding.getByRole('button', { name: 'Connect' }).click()
  await adding.getByText(/^The connection does not work\. Its token is wrong/).waitFor()
  await adding.getByLabel('Token').fill(token)
  await adding.getByRole('button', { name: 'Connect' }).click()
  await adding.getByRole('textbox', { name: 'Repository' }).fill('ada/lighthouses')
  await adding.getByLabel('If there is no such repository').selectOption('private')
  await adding.getByLabel('Build a site on GitHub Pages').check()
  await expectAccessible(page)
  await takePictures(page, 'github-add')
  await adding.getByRole('button', { name: 'Add it' }).click()
  await place(page).waitFor()
  const repository = gitHub.state.find('ada', 'lighthouses')!
  expect(repository.private).toBe(true)

  const status = (state: string) => ({ state, description: '', environment_url: live, log_url: '', created_at: '' })
  repository.onPush = (at, sha) => {
    const upcoming = [status('success')]
    at.deployments.push({ id: 1, sha, environment: 'github-pages', statuses: [status('in_progress')], upcoming })
  }
  await place(page).getByRole('button', { name: 'See what would change' }).click()
  const changes = page.getByRole('dialog', { name: 'What would change at GitHub' })
  await changes.getByText('chapters/01-light.md').first().waitFor()
  await expectAccessible(page)
  await takePictures(page, 'github-changes')
  await changes.getByRole('button', { name: 'Commit to main' }).click()
  const site = place(page).getByRole('link', { name: 'See the site' })
  await site.waitFor({ timeout: 40_000 })
  expect(await site.getAttribute('href')).toBe(live)

  repository.onPush = undefined
  const before = await repository.git.head('main')
  await ask('PUT', `/v1/chapters/${chapter.id}`, { content: '# Light\n\nIt burns gas.\n' })
  await place(page).getByRole('button', { name: 'See what would change' }).click()
  await changes.getByText('It burns gas.').first().waitFor()
  await changes.getByLabel('Message of the commit').fill('Gas has come')
  await changes.getByLabel(/^As a pull request/).check()
  await changes.getByRole('button', { name: 'Open a pull request' }).click()
  const request = place(page).getByRole('link', { name: 'See the pull request' })
  await request.waitFor({ timeout: 40_000 })
  expect(await request.getAttribute('href')).toBe('https://github.test/ada/lighthouses/pull/1')
  expect(repository.pulls).toMatchObject([{ title: 'Gas has come', base: 'main', state: 'open' }])
  expect(await repository.git.head('main')).toBe(before)
  await expectAccessible(page)
  await takePictures(page, 'github-published')
  expect(await page.content()).not.toContain(token)
})
