import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { PressBook } from '../book/press-book.ts'
import type { FontTheme } from '../fonts/index.ts'
import { bookOf } from '../testing.ts'
import { openBrowser, type SiteServer, serveSite } from './browser.fixture.ts'
import { renderSite } from './index.ts'
import { everyFeature } from './sample-books.fixture.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const evil = '</title><script>document.title="run"</script><img src=x onerror=document.title="run">'

const book = (): PressBook =>
  bookOf(
    [
      {
        kind: 'part',
        file: 'part',
        title: 'Beginnings',
        text: '',
        children: [
          {
            file: 'leases.md',
            kind: 'chapter',
            text: `# Leases\n\nA lease ends[^1]. See [](#fencing) and [](#token).\n\n## Renewal\n\n${'A worker that lives renews its lease in good time. '.repeat(40)}\n\n::::{tab-set}\n:::{tab-item} Linux\nOn Linux.\n:::\n:::{tab-item} Windows\nOn Windows.\n:::\n::::\n\n\`\`\`sql\nselect 1;\n\`\`\`\n\n## Crashes\n\n${'What is dead renews nothing. '.repeat(60)}\n\n(token)=\n## The token\n\nA *token* grows with every claim.\n\n[^1]: The note about **ends**.`,
          },
          {
            file: 'fences.md',
            kind: 'chapter',
            text: `# Fences\n\n(fencing)=\n## Fencing\n\nA zombie is fenced off by its number.\n\n## Évidence naïve\n\nThe café is closed.`,
          },
        ],
      },
      { file: 'evil.md', kind: 'chapter', text: `---\ntitle: '${evil}'\n---\n\n\`${evil}\`\n\n## ${evil}` },
    ],
    { title: `Leases & Fences`, description: evil },
  )

async function filesOf(of: PressBook, theme: FontTheme): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for await (const { path, bytes } of renderSite(await bindBook(of), { theme })) files.set(path, bytes)
  return files
}

const browser = await openBrowser()

describe.skipIf(!browser)('a site in a browser', () => {
  let folder: string
  let server: SiteServer
  let catalogue: SiteServer
  let page: Page
  /** What no reader should ever see or send. */
  let complaints: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'octavo-site-'))
    const files = await filesOf(book(), 'technical')
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), bytes)
    }
    server = await serveSite(files)
    catalogue = await serveSite(await filesOf(everyFeature(), 'literary'))
  })

  afterAll(async () => {
    await Promise.all([
      browser?.close(),
      server?.close(),
      catalogue?.close(),
      rm(folder, { recursive: true, force: true }),
    ])
  })

  afterEach(async () => {
    await page?.context().close()
    expect(complaints).toEqual([])
  })

  async function open(
    address: string,
    options: Parameters<NonNullable<typeof browser>['newContext']>[0] = {},
  ): Promise<Page> {
    complaints = []
    const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    page = await context.newPage()
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('request', request => {
      if (
        !/^(file|data):/.test(request.url()) &&
        !request.url().startsWith(new URL(server.url).origin) &&
        !request.url().startsWith(new URL(catalogue.url).origin)
      ) {
        complaints.push(`asked for ${request.url()}`)
      }
    })
    await page.goto(address)
    return page
  }

  const fromDisk = (path: string) => pathToFileURL(join(folder, path)).href

  for (const [where, at] of [
    ['from a disk', fromDisk],
    ['from a server', (path: string) => server.url + path],
  ] as const) {
    it(`is read ${where}: from the cover through the contents, page by page`, async () => {
      await open(at('index.html'))
      await page.getByRole('link', { name: 'Start reading' }).click()
      expect(await page.title()).toBe('Chapter 1: Leases · Leases & Fences')
      expect(await page.locator('nav.contents [aria-current="page"]').innerText()).toContain('Leases')
      await page.locator('.turn [rel="next"]').click()
      expect(await page.locator('h1').innerText()).toBe('Fences')
      await page.locator('.turn [rel="prev"]').click()
      expect(await page.locator('h1').innerText()).toBe('Leases')
      // Fonts are those of the site.
      const loaded = "document.fonts.ready.then(fonts => [...fonts].filter(({ status }) => status === 'loaded').length)"
      expect(await page.evaluate(loaded)).toBeGreaterThan(1)
    })

    it(`is searched by keyboard ${where}`, async () => {
      await open(at('leases.html'))
      await page.keyboard.press('/')
      await page.keyboard.type('zombie')
      const results = page.getByRole('option')
      await results.first().waitFor()
      expect(await results.first().innerText()).toMatch(/Chapter 2 · Fences\s+2\.1 Fencing\s+A zombie is fenced off/)
      expect(await results.first().locator('mark').innerText()).toBe('zombie')
      await page.getByRole('combobox').fill('lease')
      await page.getByRole('option').nth(1).waitFor()
      await page.keyboard.press('ArrowDown')
      expect(await page.locator('[aria-selected="true"]').getAttribute('id')).toBe('result-1')
      await page.getByRole('combobox').fill('cafe')
      await page.getByRole('option', { name: 'café' }).waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL(/fences\.html#/)
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      expect(await page.getByRole('dialog').count()).toBe(0)
    })

    it(`shows footnotes and what references lead to ${where}`, async () => {
      await open(at('leases.html'))
      const card = page.locator('.preview')
      await page.locator('[role="doc-noteref"]').hover()
      await card.getByText('The note about ends.').waitFor()
      await page.keyboard.press('Escape')
      expect(await card.isVisible()).toBe(false)
      await page.locator('[role="doc-noteref"]').focus()
      await page.keyboard.press('Tab')
      await card.getByText('A zombie is fenced off').waitFor()
      await page.keyboard.press('Tab')
      await card.getByText('A token grows with every claim.').waitFor()
      expect(await card.locator('[id], a').count()).toBe(0)
    })
  }

  it('shows a preview at the first tap, and follows at the second', async () => {
    await open(fromDisk('leases.html'), { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } })
    const link = page.locator('a.reference').first()
    await link.tap()
    await page.locator('.preview').getByRole('link', { name: 'Go there' }).waitFor()
    expect(page.url()).toContain('leases.html')
    await link.tap()
    await page.waitForURL(/fences\.html#fencing$/)
  })

  it('opens its contents on a phone by keyboard, as browsers do without a script', async () => {
    await open(fromDisk('leases.html'), { viewport: { width: 390, height: 800 }, javaScriptEnabled: false })
    const contents = page.locator('#contents')
    expect(await contents.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Contents' }).focus()
    await page.keyboard.press('Enter')
    await contents.waitFor()
    expect(await contents.getByRole('link', { name: 'Renewal' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await contents.isVisible()).toBe(false)
    expect(await page.locator('.tools').isVisible()).toBe(false)
  })

  it('is dark where the system is, and what the reader chooses instead is remembered', async () => {
    const ground = () => page.evaluate(`getComputedStyle(document.querySelector('main')).backgroundColor`)
    await open(`${server.url}leases.html`, { colorScheme: 'dark' })
    const dark = await ground()
    await page.getByRole('button', { name: 'Light colours' }).click()
    const light = await ground()
    expect(light).not.toBe(dark)
    await page.goto(`${server.url}fences.html`)
    expect(await ground()).toBe(light)
    await page.getByRole('button', { name: 'Dark colours' }).click()
    expect(await ground()).toBe(dark)
    expect(await page.evaluate(`localStorage.getItem('octavo-colours')`)).toBeNull()
  })

  it('marks the section that is read, switches tabs by keyboard and copies code', async () => {
    await open(`${server.url}leases.html`, { permissions: ['clipboard-read', 'clipboard-write'] })
    const current = page.locator('.on-page [aria-current]')
    await page.locator('#the-token, #token').first().scrollIntoViewIfNeeded()
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await current.getByText('The token').waitFor()
    await page.locator('.tab-choice').first().focus()
    expect(await page.getByText('On Windows.').isVisible()).toBe(false)
    await page.keyboard.press('ArrowRight')
    expect(await page.getByText('On Windows.').isVisible()).toBe(true)
    await page.locator('.code').hover()
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('select 1;')
  })

  it('runs nothing that titles, chapters and code say', async () => {
    await open(`${server.url}evil.html`)
    expect(await page.locator('h1').innerText()).toBe(evil)
    await page.keyboard.press('/')
    await page.keyboard.type('document')
    await page.getByRole('option').first().waitFor()
    expect(await page.title()).not.toBe('run')
    expect(await page.locator('main img, .finder img').count()).toBe(0)
  })

  it('is kept for reading without a connection', async () => {
    await open(`${server.url}index.html`)
    const save = page.getByRole('button', { name: 'Save for reading offline' })
    await save.click()
    await page.getByRole('button', { name: 'Saved for reading offline' }).waitFor()
    await page.context().setOffline(true)
    await page.goto(`${server.url}fences.html`)
    expect(await page.locator('h1').innerText()).toBe('Fences')
    await page.keyboard.press('/')
    await page.keyboard.type('zombie')
    await page.getByRole('option').first().waitFor()
  })

  /** What axe finds on the page as it is, in words. The browser runs it beside the page's policy. */
  const violations = (options = {}) =>
    page.evaluate(`(async () => {
      if (!globalThis.axe) { ${axe} }
      const { violations } = await globalThis.axe.run(${JSON.stringify(options)})
      return violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | '))
    })()`)

  it('is accessible with every feature, in both themes, light and dark', async () => {
    await open(`${catalogue.url}everything.html`, { reducedMotion: 'reduce' })
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true')
    expect(await violations()).toEqual([])
    for (const theme of ['technical', 'literary']) {
      for (const colours of ['light', 'dark']) {
        await page.evaluate(
          `Object.assign(document.documentElement.dataset, { theme: '${theme}', colours: '${colours}' })`,
        )
        // The rest does not depend on colours.
        const found = await violations({ runOnly: ['color-contrast', 'link-in-text-block', 'target-size'] })
        expect(found, `${theme}, ${colours}`).toEqual([])
      }
    }
  }, 60_000)

  it('is accessible at the cover, in the drawer and in search', async () => {
    await open(`${server.url}leases.html`, { viewport: { width: 390, height: 800 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.keyboard.press('/')
    await page.keyboard.type('lease')
    await page.getByRole('option').first().waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Contents' }).click()
    expect(await violations()).toEqual([])
    await page.goto(`${server.url}index.html`)
    expect(await violations()).toEqual([])
  })
})
