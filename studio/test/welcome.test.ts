import { syncCatalogue } from '@octavo/server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, type Studio, startStudio, takePictures } from './studio.ts'

const password = 'correct horse battery'
let studio: Studio

beforeAll(async () => {
  studio = await startStudio()
  await syncCatalogue(studio.server.octavo)
})

afterAll(() => studio?.close())

/** A window of nobody, at this address. */
async function openAt(path: string): Promise<Page> {
  const page = await studio.open(undefined)
  await page.goto(`${studio.url}${path}`)
  return page
}

/** Where the link of the newest mail to an address leads. */
async function linkMailedTo(email: string): Promise<string> {
  const mail = (await studio.server.mails()).filter(({ to }) => to === email).at(-1)
  return /^https?:\S+$/m.exec(mail?.text ?? '')![0]
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await heading(page, 'Look into your mail')
}

async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}

describe('the one-time link', () => {
  test('signs in by its button, asks what one makes, and goes on to where one wanted', async () => {
    const { server, url } = studio
    const person = await server.signUp('Grace Hopper')
    const token = await server.octavo.signIn.makeSignInToken(person.userId)
    const page = await openAt(`/sign-in?token=${token}&next=%2Fusage`)
    await heading(page, 'Come in')
    await expectAccessible(page)
    await takePictures(page, 'welcome-link')
    // Opening it again has used nothing up.
    await page.reload()
    await heading(page, 'Come in')
    await page.keyboard.press('Enter')

    await heading(page, 'Welcome, Grace Hopper')
    await expectAccessible(page)
    await takePictures(page, 'onboarding')
    await page.getByLabel(/Books to learn from/).check()
    await page.getByLabel('Genres').fill('field guide, memoir')
    await page.getByLabel('Language you write in').selectOption('de')
    await page.getByLabel(/A language model/).check()
    await page.getByLabel('Provider', { exact: true }).selectOption('openai')
    await page.getByLabel('Key of OpenAI').fill('sk-test-0123456789abcd')
    await expectAccessible(page)
    await takePictures(page, 'onboarding-model')
    await button(page, 'Begin').click()
    await page.waitForURL(`${url}/usage`)

    const { body: me } = await server.request(person, 'GET', '/v1/me')
    expect(me.profile).toMatchObject({ mode: 'learning', genres: ['field guide', 'memoir'] })
    expect(me.profile.onboardedAt).toBeTruthy()
    expect(me.settings).toMatchObject({ language: 'de', defaultModel: expect.stringMatching(/^openai\//) })
    const keys = await server.request(person, 'GET', `/v1/organizations/${person.organizationId}/provider-keys`)
    expect(keys.body.items).toMatchObject([{ provider: 'openai', lastFour: 'abcd' }])

    // The second time it is explained, and the session there is stays.
    await page.goto(`${url}/sign-in?token=${token}`)
    await button(page, 'Sign in').click()
    await page.getByText('This link does not work any more').waitFor()
    await page.getByRole('link', { name: 'Other ways to sign in' }).click()
    await heading(page, 'You are signed in')
    await button(page, 'Go on').click()
    await page.waitForURL(`${url}/`)
  })

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example/'])('never leads to %s', async next => {
    const page = await studio.open(await studio.server.signUp('Target'))
    await page.goto(`${studio.url}/sign-in?${new URLSearchParams({ next })}`)
    await button(page, 'Go on').click()
    await button(page, 'Skip').click()
    await page.waitForURL(url => url.pathname !== '/welcome')
    expect(new URL(page.url()).origin).toBe(studio.url)
  })
})

test('on one’s own machine it says where to look; nobody is sent there and back', async () => {
  const page = await openAt('/usage')
  await heading(page, 'Sign in')
  expect(new URL(page.url()).search).toBe('?next=%2Fusage')
  if (studio.server.database.kind === 'embedded') await page.getByText('Look where it was started').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'sign-in')
})

test('signing up by mail: confirm, sign in, skip the questions; wrong passwords are explained', async () => {
  const email = 'ada@example.com'
  const page = await openAt('/sign-up')
  await heading(page, 'Sign up')
  await expectAccessible(page)
  await takePictures(page, 'sign-up')
  await signUp(page, 'Ada Lovelace', email)
  await expectAccessible(page)
  await takePictures(page, 'look-into-your-mail')

  // Too early.
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByText('Sign in by e-mail address and password').click()
  await signIn(page, email)
  await page.getByText('Your address is not confirmed yet').waitFor()
  await button(page, 'Send the mail again').click()
  await page.getByText(`A mail is on its way to ${email}`).waitFor()

  await page.goto(await linkMailedTo(email))
  await heading(page, 'Confirm your address')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await heading(page, 'Confirmed')
  await page.goBack()
  await page.goto(await linkMailedTo(email))
  await button(page, 'Confirm').click()
  await heading(page, 'This link does not work any more')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Sign in' }).click()

  await page.getByText('Sign in by e-mail address and password').click()
  await signIn(page, email, 'not the password')
  await page.getByText('E-mail address or password is wrong').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'sign-in-wrong')
  await signIn(page, email)
  await heading(page, 'Welcome, Ada Lovelace')
  await button(page, 'Skip').click()
  await page.waitForURL(`${studio.url}/`)
})

test('a forgotten password is replaced by mail, once', async () => {
  const { server } = studio
  const person = await server.signUp('Forgetful')
  await server.request(person, 'POST', '/v1/me/onboarding')
  const page = await openAt('/reset-password')
  await page.getByLabel('E-mail address').fill(person.email)
  await page.keyboard.press('Enter')
  await heading(page, 'Look into your mail')
  const link = await linkMailedTo(person.email)
  await page.goto(link)
  await heading(page, 'Choose a new password')
  await expectAccessible(page)
  await takePictures(page, 'reset-password')
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await heading(page, 'Password changed')
  expect(await server.request(person, 'GET', '/v1/me')).toMatchObject({ status: 401 })
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(`${password} again`)
  await page.keyboard.press('Enter')
  await heading(page, 'This link does not work any more')
  await page.getByLabel('E-mail address').waitFor()
  await expectAccessible(page)
})

describe('an invitation', () => {
  const invite = async (email: string) => {
    const owner = await studio.server.signUp('Owner')
    const { body } = await studio.server.request(owner, 'POST', '/v1/organizations', { name: 'The Analytical Press' })
    await studio.server.request(owner, 'POST', `/v1/organizations/${body.id}/invitations`, { email, role: 'editor' })
    return linkMailedTo(email)
  }

  test('takes somebody new through signing up and back, and in', async () => {
    const email = 'new@example.com'
    const page = await openAt('')
    await page.goto(await invite(email))
    await heading(page, 'You are invited')
    await expectAccessible(page)
    await takePictures(page, 'invitation')
    await page.getByRole('link', { name: 'Sign up' }).click()
    await signUp(page, 'Newcomer', email)
    await page.goto(await linkMailedTo(email))
    await button(page, 'Confirm').click()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByText('Sign in by e-mail address and password').click()
    await signIn(page, email)
    await heading(page, 'Welcome, Newcomer')
    await button(page, 'Skip').click()
    await heading(page, 'You are invited')
    await button(page, 'Join').click()
    await heading(page, 'The Analytical Press')
  })

  test('is refused to another account, in words, and lets one change it', async () => {
    const { server } = studio
    const invited = await server.signUp('Invited')
    await server.request(invited, 'POST', '/v1/me/onboarding')
    const other = await server.signUp('Other')
    const link = await invite(invited.email)
    const page = await studio.open(other)
    await page.goto(link)
    await button(page, 'Join').click()
    await page.getByText('another e-mail address').waitFor()
    await expectAccessible(page)
    await button(page, 'Take another account').click()
    await heading(page, 'Sign in')
    expect(new URL(page.url()).searchParams.get('next')).toMatch(/^\/invitations\/accept\?token=/)
    const right = await studio.open(invited)
    await right.goto(link)
    await button(right, 'Join').click()
    await heading(right, 'The Analytical Press')
    await right.goto(link)
    await button(right, 'Join').click()
    await heading(right, 'This invitation does not work any more')
    await expectAccessible(right)
  })
})

test('a session that ends in the middle is said so, and one comes back to where one was', async () => {
  const { server, url } = studio
  const person = await server.signUp('Ended')
  await server.request(person, 'POST', '/v1/me/onboarding')
  const page = await studio.open(person)
  await page.getByRole('link', { name: 'Team' }).waitFor()
  await server.request(person, 'POST', '/v1/auth/sign-out', {})
  await page.getByRole('link', { name: 'Team' }).click()
  await page.getByText('You are signed out').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await heading(page, 'Sign in')
  const token = await server.octavo.signIn.makeSignInToken(person.userId)
  await page.goto(`${page.url()}&token=${token}`)
  await button(page, 'Sign in').click()
  await page.waitForURL(`${url}/team`)
})

test('where signing up needs an invitation and GitHub is set up, both are said', async () => {
  const closed = await startStudio({
    environment: { OCTAVO_SIGN_UP: 'false', GITHUB_CLIENT_ID: 'client', GITHUB_CLIENT_SECRET: 'client-secret' },
  })
  const page = await closed.open(undefined)
  await page.goto(`${closed.url}/sign-in?error=access_denied&next=%2Fusage`)
  await page.getByText('It said “access denied”').waitFor()
  await page.getByText('with the address your invitation was sent to').waitFor()
  await expectAccessible(page)
  await takePictures(page, 'sign-in-providers')
  await page.route('https://github.com/**', route => route.fulfill({ contentType: 'text/plain', body: 'GitHub' }))
  await button(page, 'Go on with GitHub').click()
  await page.waitForURL(/^https:\/\/github\.com\/login\/oauth\/authorize\?/)
  await page.goto(`${closed.url}/sign-up`)
  await page.getByText('This installation is by invitation').waitFor()
  await page.getByLabel('Name').fill('Stranger')
  await page.getByLabel('E-mail address').fill('stranger@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('Signing up needs an invitation.').waitFor()
  await closed.close()
})
