import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../testing.ts'
import type { StoredBook } from '../press-book.ts'
import { type ExportFormat, exportFormats } from './formats.ts'
import { render } from './render.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.close())

const book = {
  id: '0b5e2c1e-7f0a-4d8c-9a52-3a1f6f1f2a10',
  slug: 'bees',
  title: 'Bees',
  authors: ['Ann'],
  language: 'en',
  modified: new Date('2026-02-03T04:05:06Z'),
  pages: [
    {
      file: 'chapters/01-hive.md',
      kind: 'chapter',
      title: 'Hive',
      text: '# Hive\n\nBees live in a hive {cite}`seeley`.\n',
    },
    { file: 'chapters/02-swarm.md', kind: 'chapter', title: 'Swarm', text: '# Swarm\n\nSee [](#hive).\n' },
  ],
  numberedSections: 2,
  files: [],
  bibliography: '@book{seeley, title = {Honeybee Democracy}, author = {Seeley, Thomas}, year = {2010}}\n',
} satisfies Omit<StoredBook, 'bibliographies' | 'chapters'> & { bibliography: string }

/** How the file of each format begins. */
const beginnings: Record<ExportFormat, string> = {
  site: 'PK',
  pdf: '%PDF-',
  epub: 'PK',
  docx: 'PK',
  html: '<!',
  myst: 'PK',
  markdown: 'PK',
  json: '{',
  zip: 'PK',
}

test.each(exportFormats)(
  '%s is made in its thread, and tells how far it is',
  async format => {
    const told: number[] = []
    const notes: string[] = []
    const { bytes, pages } = await render(
      server.octavo,
      { format, options: {}, book },
      {
        tell: ({ done, total }) => told.push(done / total),
        note: text => notes.push(text),
        signal: new AbortController().signal,
      },
    )
    expect(strFromU8(bytes.subarray(0, 5)).startsWith(beginnings[format])).toBe(true)
    expect(told.toSorted((a, b) => a - b)).toEqual(told)
    expect(told.every(share => share >= 0 && share <= 1)).toBe(true)
    if (format === 'zip') {
      expect(Object.keys(unzipSync(bytes))).toEqual(
        expect.arrayContaining(['myst/myst.yml', 'myst/chapters/01-hive.md', 'book.json']),
      )
    }
    expect(pages !== undefined).toBe(format === 'pdf')
    if (format === 'site') expect(Object.keys(unzipSync(bytes))).toContain('index.html')
    if (format !== 'myst') expect(notes.join()).toContain('chapters/02-swarm.md:3: ')
  },
  120_000,
)
