import fc from 'fast-check'
import { expect, it } from 'vitest'
import { slugify, uniqueSlug } from './slug.ts'

it.each([
  ['Why Queues?', 'why-queues'],
  ['Don’t panic: Q&A', 'dont-panic-q-and-a'],
  ['Die Größe der Ænderung — Łódź', 'die-grosse-der-aenderung-lodz'],
  ['  ', 'untitled'],
  ['!!!', 'untitled'],
  ['ﬁne ½', 'fine-1-2'],
])('makes %j into %s', (title, slug) => {
  expect(slugify(title)).toBe(slug)
})

it('keeps titles in other scripts apart', () => {
  expect(slugify('Глава PostgreSQL')).toMatch(/^postgresql-[0-9a-f]{8}$/)
  expect(slugify('第一章')).not.toBe(slugify('第二章'))
})

it('gives a short ASCII name that is its own slug, and one that is free', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.nat(12), (title, copies) => {
      const slug = slugify(title)
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(80)
      expect(slugify(slug)).toBe(slug)
      const taken = new Set<string>()
      for (let copy = 0; copy <= copies; copy++) taken.add(uniqueSlug(title, taken))
      expect(taken.size).toBe(copies + 1)
      for (const name of taken) expect(name.length).toBeLessThanOrEqual(80)
    }),
  )
})
