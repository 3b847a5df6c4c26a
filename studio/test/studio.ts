import { join } from 'node:path'
import { startTestServer, type TestPerson, type TestServer } from '@octavo/server/testing'
import { startWorker, type Worker } from '@octavo/server/worker'
import chromium from '@sparticuz/chromium'
import axe from 'axe-core'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Switches of the packaged browser that make it more lenient than those of readers, end it with its first window, or
 * have it imitate a graphics card, which takes it several times as long as to draw without one.
 */
const unlikeReaders =
  /web-security|insecure-content|site-isolation|IsolateOrigins|single-process|no-zygote|gpu|use-gl|angle|swiftshader/

/** The built studio in a real Chromium, on a server with a database of its own. */
export interface Studio {
  readonly server: TestServer
  /** Where it is reached, without a slash at the end. */
  readonly url: string
  readonly browser: Browser
  /** A window of its own, signed in as this person, or as nobody. */
  open(person: TestPerson | undefined, options?: WindowOptions): Promise<Page>
  close(): Promise<void>
}

export interface WindowOptions {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  /** Keeps the studio for reading without a network, as every browser does; default not, for it takes its time. */
  offline?: boolean
}

/** Starts the studio; with `worker`, jobs are worked on. Closing it fails when a window has shown an error. */
export async function startStudio({ worker = false, environment = {} }: StudioOptions = {}): Promise<Studio> {
  const server = await startTestServer(environment, { studio: join(import.meta.dirname, '../dist') })
  const url = await server.listen()
  const running: Worker | undefined = worker ? await startWorker(server.octavo) : undefined
  const browser = await launchBrowser()
  const contexts: BrowserContext[] = []
  const errors: string[] = []

  return {
    server,
    url,
    browser,
    async open(person, { width = 1280, height = 800, theme = 'light', offline = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        acceptDownloads: true,
        serviceWorkers: offline ? 'allow' : 'block',
      })
      contexts.push(context)
      context.setDefaultTimeout(20_000)
      if (person) {
        const [name, value] = person.headers.cookie!.split(/=(.*)/s) as [string, string]
        await context.addCookies([{ name, value: value.split('; ')[0]!, url }])
      }
      const page = await context.newPage()
      page.on('pageerror', error => errors.push(`${page.url()}: ${error.message}`))
      page.on('console', message => {
        if (message.type() === 'error' && !expected(message.text()))
          errors.push(`${page.url()}: ${message.text()} ${message.location().url}`)
      })
      await page.goto(url)
      return page
    },
    async close() {
      await Promise.all(contexts.map(context => context.close()))
      await browser.close()
      await running?.close()
      await server.close()
      expect(errors, 'errors in the console').toEqual([])
    },
  }
}

/** Chromium as its readers have it. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter(one => !unlikeReaders.test(one)), '--disable-gpu'],
    headless: true,
  })
}

interface StudioOptions {
  worker?: boolean
  environment?: Record<string, string>
}

/**
 * Chromium reports every refused request in the console; that the page says so in words is what tests look at. In the
 * frame of a preview no script may run, not even those the driver clicks with.
 */
function expected(message: string): boolean {
  return /^(Failed to load resource: (the server responded with a status of 4|net::ERR_INTERNET_DISCONNECTED)|Blocked script execution in 'about:srcdoc')/.test(
    message,
  )
}

/** No violation that axe finds, in both themes. The page is given time to finish fading. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.evaluate(async () => {
      await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      const fading = document.getAnimations().filter(one => one instanceof CSSTransition)
      await Promise.allSettled(fading.map(one => one.finished))
    })
    // The policy of the page lets no script in; axe comes through the debugger's door.
    if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`(() => {${axe.source}})()`)
    // A theme changes colours and nothing else.
    const rules = theme === 'dark' ? ['color-contrast'] : undefined
    const found = await page.evaluate(async rules => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        document,
        rules ? { runOnly: rules } : { resultTypes: ['violations'] },
      )
      return violations.map(
        one =>
          `${one.id}: ${one.nodes
            .slice(0, 3)
            .map(node => node.html)
            .join(' | ')}`,
      )
    }, rules)
    expect(found, `axe, ${theme}`).toEqual([])
  }
}

/**
 * Pictures of a screen as it stands, at three widths and in both themes, when OCTAVO_PICTURES names a folder for them:
 * `OCTAVO_PICTURES=out npm run test:e2e`. Otherwise nothing. Narrower ones than `from` are left out, for states that a phone
 * reaches in another way.
 */
export async function takePictures(page: Page, name: string, { from = 0 } = {}): Promise<void> {
  const folder = process.env.OCTAVO_PICTURES
  if (!folder) return
  const before = page.viewportSize()!
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    if (width < from) continue
    await page.setViewportSize({ width, height })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) })
    }
  }
  await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}
