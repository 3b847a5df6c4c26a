import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Press, type PrintFormat, printFormats } from '@octavo/press'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FetchedPictures, type FetchedPicturesOptions } from './fetched-pictures.ts'
import { readFolder } from './read-folder.ts'

/** 2 × 2 pixels. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEklEQVQImWNwSVvlkraKAUIBACOmBVH6P41PAAAAAElFTkSuQmCC',
  'base64',
)
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

let web: Server
let origin: string
let folder: string
const asked: string[] = []
const press = new Press()

beforeAll(async () => {
  web = createServer((request, response) => {
    asked.push(request.url!)
    if (request.url === '/gone.png') response.writeHead(404).end()
    else if (request.url === '/inside.png') response.writeHead(302, { location: 'http://10.0.0.1/secret.png' }).end()
    else if (request.url === '/moved.png') response.writeHead(302, { location: '/bee.jpg?new' }).end()
    else if (request.url === '/page.png') response.writeHead(200, { 'content-type': 'image/png' }).end('<html>Sorry')
    else if (request.url === '/huge.png') response.writeHead(200).end(Buffer.concat([png, Buffer.alloc(5_000)]))
    else if (request.url === '/cut.png') {
      response.writeHead(200, { 'content-length': '999' }).write(png)
      setTimeout(() => response.destroy(), 50)
    } else if (request.url === '/slow.png') response.writeHead(200).write(png)
    else if (request.url === '/hive.svg') response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(svg)
    else response.writeHead(200, { 'content-type': 'image/jpeg' }).end(png)
  })
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
})
afterAll(async () => {
  web?.close()
  await press.close()
})
beforeEach(async () => {
  asked.length = 0
  folder = await mkdtemp(join(tmpdir(), 'octavo-fetched-'))
  return () => rm(folder, { recursive: true, force: true })
})

/** The test's web server counts as public; everything else is judged as ever. */
const open = (options: FetchedPicturesOptions = {}) =>
  new FetchedPictures(folder, { isAllowedAddress: address => address === '127.0.0.1', largest: 2_000, ...options })

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), content)
}

async function print(format: PrintFormat, fetched: FetchedPictures) {
  const { book } = await readFolder(folder, fetched)
  return press.print(book, format)
}

const bees = () =>
  `# Bees\n\n![A bee](${origin}/bee.jpg)\n\n\`\`\`{figure} ${origin}/hive.svg\n:alt: A hive\nThe hive.\n\`\`\`\n\n![Moved][m] <img src="${origin}/tag.png" alt="In a tag">\n\n[m]: ${origin}/moved.png\n`

test('pictures from the web are fetched once and printed in every form', async () => {
  await write('index.md', bees())
  await write('notes/two.md', `# Two\n\n![Again](${origin}/bee.jpg)\n`)
  const prints = new Map<PrintFormat, Map<string, Uint8Array>>()
  const fetched = open()
  for (const format of printFormats) {
    const { files, problems } = await print(format, fetched)
    expect(problems, format).toEqual([])
    prints.set(format, files)
  }
  expect(asked.toSorted()).toEqual(['/bee.jpg', '/bee.jpg?new', '/hive.svg', '/moved.png', '/tag.png'])

  const site = prints.get('site')!
  const pages = [...site].filter(([path]) => /\.(html|css|js)$/.test(path)).map(([, bytes]) => strFromU8(bytes))
  expect(pages.join('\n')).not.toContain(origin)
  expect(strFromU8(site.get('two.html')!)).toMatch(/<img [^>]*src="images\/bee-[^"]+\.png"/)
  const zipped = (format: PrintFormat) => unzipSync([...prints.get(format)!.values()][0]!)
  const pictures = (files: Record<string, Uint8Array>) => Object.keys(files).filter(path => /\.(png|svg)$/.test(path))
  expect(pictures(zipped('epub')).length).toBeGreaterThanOrEqual(2)
  expect(pictures(zipped('docx')).length).toBeGreaterThanOrEqual(2)
  expect(Buffer.from(prints.get('pdf')!.get('pdf')!).toString('latin1')).toContain('/Subtype /Image')
  expect(strFromU8(prints.get('html')!.get('html')!)).toContain('src="data:image/png;base64,')
  const markdown = prints.get('markdown')!
  // Named by what it is, whatever its address says.
  expect([...markdown.keys()].filter(path => path.includes('images/bee-'))).toEqual([
    expect.stringMatching(/images\/bee-[0-9a-f]{8}\.png$/),
  ])
  expect(strFromU8(prints.get('json')!.get('json')!)).not.toContain(`"remote":`)
}, 120_000)

test('the next build asks nobody, and needs no network', async () => {
  await write('index.md', bees())
  await print('site', open())
  asked.length = 0
  expect(await print('site', open())).toMatchObject({ problems: [] })
  expect(await print('epub', open({ offline: true }))).toMatchObject({ problems: [] })
  const nowhere = async () => {
    throw new Error('there is no network')
  }
  expect(await print('html', open({ lookup: nowhere, isAllowedAddress: () => false }))).toMatchObject({ problems: [] })
  expect(asked).toEqual([])
  await write('index.md', `# Bees\n\n![New](${origin}/new.png)\n`)
  const { problems } = await print('site', open({ offline: true }))
  expect(problems).toMatchObject([{ file: 'index.md', line: 3, message: expect.stringContaining('--offline') }])
  expect(asked).toEqual([])
}, 60_000)

test('what cannot be had is a problem with its place and reason, and the book is printed', async () => {
  const shown = ['gone.png', 'page.png', 'huge.png', 'inside.png'].map(name => `![A](${origin}/${name})`)
  const [own, bad] = ['http://169.254.169.254/latest/meta-data', 'http://user:word@127.0.0.1/a.png']
  await write(
    'index.md',
    `# Bees\n\n${[...shown, `![Inside](${own})`, `![Bad](${bad})`, `![Bee](${origin}/bee.jpg)`].join('\n\n')}\n`,
  )
  const fetched = open()
  const { problems, files } = await print('site', fetched)
  expect(problems.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual(
    [3, 5, 7, 9, 11, 13].map(line => `index.md:${line} remote-image`),
  )
  const said = problems.map(({ message }) => message)
  const expected = [
    '404',
    'is no picture',
    'at most',
    '10.0.0.1 is not on the public',
    '169.254.169.254 is',
    'user name',
  ]
  for (const [at, words] of expected.entries()) expect(said[at]).toContain(words)
  expect([...files.keys()].filter(path => path.startsWith('images/bee-'))).toHaveLength(1)
  expect(asked.toSorted()).toEqual(['/bee.jpg', '/gone.png', '/huge.png', '/inside.png', '/page.png'])

  // Printed again while it is watched, nobody is asked again; another build tries anew.
  await print('html', fetched)
  expect(asked).toHaveLength(5)
  await print('html', open())
  expect(asked.filter(url => url === '/gone.png')).toHaveLength(2)
  expect(asked.filter(url => url === '/bee.jpg')).toHaveLength(1)
}, 60_000)

test('one that breaks off or never ends is told, and nothing of it is kept', async () => {
  await write('index.md', `# Bees\n\n![Cut](${origin}/cut.png) ![Slow](${origin}/slow.png)\n`)
  const { problems } = await print('json', open({ timeout: 1_000 }))
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('does not answer'),
    expect.stringContaining('takes too long'),
  ])
  expect(await readdir(join(folder, '_build/octavo/fetched'), { recursive: true })).toEqual(['arriving'])
})

test('a folder that cannot be written says so', async () => {
  await write('index.md', `# Bees\n\n![A bee](${origin}/bee.jpg)\n`)
  await write('_build/octavo/fetched', 'a file')
  const { problems } = await print('site', open())
  expect(problems).toMatchObject([{ line: 3, message: expect.stringContaining('cannot be kept') }])
  expect(await readFile(join(folder, '_build/octavo/fetched'), 'utf8')).toBe('a file')
})

test('a cover on the web is fetched; one that cannot be had is said, and another taken', async () => {
  await write('index.md', '# Bees\n')
  await write('myst.yml', `project:\n  title: Bees\n  thumbnail: ${origin}/bee.jpg\n`)
  const found = await readFolder(folder, open())
  expect(found.warnings).toEqual([])
  expect(Buffer.from(await found.book.files.read(found.book.cover!))).toEqual(png)
  const { files } = await press.print(found.book, 'epub')
  // One that is drawn has hundreds of pixels, not four.
  expect(unzipSync([...files.values()][0]!)['EPUB/images/cover.jpg']!.length).toBeLessThan(2000)

  for (const [named, why] of [
    [`${origin}/gone.png`, /gone\.png is not the cover: .*404/],
    [
      './pictures/hive.png',
      /^pictures\/hive\.png is not the cover: there is no such file\. Correct "thumbnail" in myst\.yml\.$/,
    ],
  ] as const) {
    await write('myst.yml', `project:\n  title: Bees\n  thumbnail: ${named}\n`)
    const { book, warnings } = await readFolder(folder, open())
    expect(book.cover).toBeUndefined()
    expect(warnings).toEqual([expect.stringMatching(why)])
  }
})
