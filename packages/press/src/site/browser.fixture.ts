import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Switches of the packaged browser that make it more lenient than those of readers, or end it with its first window. */
const unlikeReaders = /web-security|insecure-content|site-isolation|IsolateOrigins|single-process|no-zygote/

/** A real Chromium, or undefined where none can be started: then the tests that need it are skipped, and say so. */
export async function openBrowser(): Promise<Browser | undefined> {
  try {
    return await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: chromium.args.filter(switched => !unlikeReaders.test(switched)),
      headless: true,
    })
  } catch (error) {
    console.warn(`No browser can be started here: ${(error as Error).message.split('\n')[0]}`)
    return undefined
  }
}

const types: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
}

export interface SiteServer {
  /** Of the site, which is under a path as on a host for many. Ends in `/`. */
  url: string
  close(): Promise<void>
}

/** Serves files as a plain host does. */
export async function serveSite(files: ReadonlyMap<string, Uint8Array>): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url!.split('?')[0]!.replace(/^\/shelf\/book\//, '')) || 'index.html'
    const bytes = files.get(path)
    const type = types[(bytes ? path : '404.html').split('.').at(-1)!] ?? 'application/octet-stream'
    response.writeHead(bytes ? 200 : 404, { 'content-type': type })
    response.end(bytes ?? files.get('404.html'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shelf/book/`,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
