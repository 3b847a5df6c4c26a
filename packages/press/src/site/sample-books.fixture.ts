import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '@octavo/manuscript'
import type { PressBook, PressPage } from '../book/press-book.ts'
import { bookOf } from '../testing.ts'

const examples = join(import.meta.dirname, '../../../../examples')

const pagesIn = (folder: string): PressPage[] =>
  readdirSync(join(examples, folder))
    .filter(name => /^\d+.*\.md$/.test(name))
    .sort()
    .map(name => ({
      file: name.replace(/^\d+-/, ''),
      kind: 'chapter',
      text: readFileSync(join(examples, folder, name), 'utf8'),
    }))

/** The project's own technical sample, as a book. */
export function jobQueues(): PressBook {
  return bookOf(pagesIn('job-queues/notes'), {
    id: '6c9df1d0-7d0b-4ad8-9d0e-4b52b3ee3d01',
    title: 'Job Queues on PostgreSQL',
    subtitle: 'Patterns That Survive a Crash',
    authors: ['The Octavo contributors'],
    description:
      'How to build, size and operate a background job queue inside the database you already run, so that a crash at any point loses no work and repeats no effect.',
    rights: 'MIT',
    files: { 'cover.svg': cover('Job Queues', 'on PostgreSQL', '#0b5563') },
    cover: 'cover.svg',
  })
}

/** The project's own novella. */
export function lampRoom(): PressBook {
  return bookOf(pagesIn('the-lamp-room/scenes'), {
    id: '6c9df1d0-7d0b-4ad8-9d0e-4b52b3ee3d02',
    title: 'The Lamp Room',
    subtitle: 'A mystery',
    authors: ['The Octavo contributors'],
    description: 'A lighthouse, a missing keeper, and a tide table that is wrong by three minutes.',
    dedication: 'For those who keep the light.',
    numberedSections: 0,
    files: { 'cover.svg': cover('The Lamp', 'Room', '#7c2b26') },
    cover: 'cover.svg',
  })
}

/** One page with an example of everything MyST offers. */
export function everyFeature(): PressBook {
  return bookOf(
    [
      { file: 'everything.md', text: `# Everything\n\n${catalogue.map(({ example }) => example).join('\n\n')}` },
      { file: 'after.md', text: '# After it\n\nSee [the other page](everything.md) and {ref}`nowhere`.' },
    ],
    { title: 'The Catalogue', bibliography, files: { 'images/queue.png': picture() } },
  )
}

const bibliography = `@book{knuth1984, author={Knuth, Donald E.}, title={The {TeX}book}, publisher={Addison-Wesley}, year={1984}}`

const cover = (first: string, second: string, ground: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1800" viewBox="0 0 1200 1800"><rect width="1200" height="1800" fill="${ground}"/><path d="M120 620h960M120 640h960" stroke="#fdfdfb" stroke-width="3"/><g fill="#fdfdfb" font-family="Georgia, serif" font-size="150"><text x="120" y="360">${first}</text><text x="120" y="530">${second}</text></g>${Array.from({ length: 9 }, (_, at) => `<rect x="120" y="${800 + at * 90}" width="${960 - ((at * 137) % 520)}" height="46" fill="#fdfdfb" opacity="${0.14 + ((at * 5) % 7) / 10}"/>`).join('')}</svg>`

/** One white pixel: the smallest PNG. */
export const picture = (): Uint8Array =>
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
