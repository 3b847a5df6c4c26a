import { expect, test } from 'vitest'
import { z } from 'zod'
import './mistakes.ts'

const chapter = z.strictObject({
  title: z.string().min(1).max(5),
  words: z.int().min(1).max(10),
  price: z.number().gt(0).nullable(),
  tags: z.array(z.string()).min(2).max(3),
  kind: z.enum(['page', 'part']),
  site: z.url(),
  mail: z.email(),
  bookId: z.uuid(),
  name: z.string().regex(/^[a-z]+$/, 'takes a–z'),
  share: z.number().lt(1),
  mark: z.string().max(1),
  draft: z.boolean(),
  notes: z.record(z.string(), z.string()),
  at: z.iso.datetime(),
  source: z.union([z.object({ url: z.url() }), z.object({ text: z.string(), origin: z.string() })]),
})
const good = {
  title: 'Bees',
  words: 3,
  price: null,
  tags: ['a', 'b'],
  kind: 'page',
  site: 'https://example.com',
  mail: 'ada@example.com',
  bookId: '018f4b5e-0000-7000-8000-000000000000',
  name: 'bees',
  share: 0.5,
  mark: 'a',
  draft: true,
  notes: {},
  at: '2026-01-31T12:00:00Z',
  source: { url: 'https://example.com' },
}

test.for([
  [{ title: '' }, 'title must not be empty'],
  [{ title: 'Wasps too' }, 'title takes at most 5 characters'],
  [{ title: undefined }, 'title is missing'],
  [{ title: 7 }, 'title must be text'],
  [{ words: 0 }, 'words must be 1 or more'],
  [{ words: 11 }, 'words must be 10 or less'],
  [{ words: 1.5 }, 'words must be a whole number'],
  // A number that is none arrives as null.
  [JSON.parse(JSON.stringify({ words: Number.NaN })), 'words must be a number'],
  [{ price: 0 }, 'price must be more than 0'],
  [{ tags: ['a'] }, 'tags takes at least 2 entries'],
  [{ tags: 7 }, 'tags must be a list'],
  [{ kind: 'scroll' }, 'kind must be one of page, part'],
  [{ kind: undefined }, 'kind is missing'],
  [{ site: 'example' }, 'site must be a web address, like https://example.com'],
  [{ mail: 'ada' }, 'mail must be an e-mail address, like name@example.com'],
  [{ bookId: '7' }, 'bookId must be an id'],
  [{ colour: 'red' }, ' has no field called colour'],
  [{ name: 'B' }, 'name takes a–z'],
  [{ share: 1 }, 'share must be less than 1'],
  [{ mark: 'ab' }, 'mark takes at most 1 character'],
  [{ draft: 'no' }, 'draft must be true or false'],
  [{ notes: 'none' }, 'notes must be an object'],
  [{ at: 'noon' }, 'at must be a time, like 2026-01-31T12:00:00Z'],
  [{ source: {} }, 'source fits none of the forms it may have: url is missing'],
] as const)('%o: %s', ([change, said]) => {
  const { error } = chapter.safeParse({ ...good, ...change })
  expect(error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([said])
})
