import { describe, expect, it } from 'vitest'
import { checkMyst } from '../check-myst.ts'
import { parsePage } from '../parsed-page.ts'
import { catalogue, entries } from './catalogue.ts'
import { type FeatureCategory, featureCategories } from './feature.ts'
import { featuresOf } from './features-of.ts'
import { swapFences } from './swap-fences.fixture.ts'

const found = (text: string): string[] => [...new Set(featuresOf(parsePage(text)).map(use => use.feature))].sort()
const all = catalogue.map(feature => [feature.id, feature] as const)
const directives = all.filter(([, { example }]) => swapFences(example) !== example)

describe('the catalogue', () => {
  it('holds what MyST offers, in every category', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(130)
    expect([...new Set(catalogue.map(feature => feature.category))].sort()).toEqual([...featureCategories].sort())
  })

  it('names each feature once, and shows it once', () => {
    for (const of of ['id', 'name', 'example', 'explanation'] as const) {
      const seen = catalogue.map(feature => feature[of])
      expect(seen.filter((each, index) => seen.indexOf(each) !== index)).toEqual([])
    }
  })

  it('keeps ids to lower case, digits and hyphens, and explanations to one sentence', () => {
    for (const { id, explanation, includes } of catalogue) {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      expect(explanation).toMatch(/^[A-Z][^.!?]*\.$/)
      expect(includes.filter(other => !catalogue.some(feature => feature.id === other))).toEqual([])
    }
  })

  it('reveals nothing but data', () => {
    expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue)
    expect(catalogue).toHaveLength(entries.length)
  })

  // The matrix: what each example is found to use, against what the catalogue says of it.
  it.each(all)('%s finds itself and what it includes, and nothing else', (id, { example, includes }) => {
    expect(found(example)).toEqual([id, ...includes].sort())
  })

  it.each(directives)('%s finds itself in the other kind of fence', (id, { example, includes }) => {
    expect(found(swapFences(example))).toEqual([id, ...includes].sort())
    expect(swapFences(swapFences(example)).length).toBeLessThanOrEqual(Math.max(example.length, 0) + 2)
  })

  it.each(all)('%s is clean', (_, { example }) => {
    expect(checkMyst(example)).toEqual([])
    expect(checkMyst(swapFences(example))).toEqual([])
    expect(parsePage(example).file.messages.map(String)).toEqual([])
  })

  it.each(all)('%s counts nowhere in code, comments or HTML', (_, { example }) => {
    const quoted = swapFences(example)
    for (const text of [example, quoted]) {
      expect(found(`\`\`\`\`\`\`markdown\n${text}\n\`\`\`\`\`\``)).toEqual(['code-block'])
      expect(found(`:::::::{code-block} markdown\n${text}\n:::::::`)).toEqual(['code-block'])
      expect(found(`~~~~~~\n${text}\n~~~~~~`)).toEqual(['plain-code-block'])
      expect(found(`\`\`\`\`\`\`{myst}\n${text}\n\`\`\`\`\`\``)).toEqual(['live-demo'])
      expect(found(`% ${text.replaceAll('\n', '\n% ')}`)).toEqual(['comment'])
      // An arrow of a diagram would end the comment.
      expect(found(`<!--\n${text.replaceAll('-->', '->')}\n-->`)).toEqual([])
      const line = text.replaceAll(/\s+/g, ' ')
      expect(found(`\`\`\`\`\`\`\` ${line} \`\`\`\`\`\`\``)).toEqual(['inline-code'])
    }
  })

  it('shows the matrix', () => {
    const rows = featureCategories.map((category: FeatureCategory) => {
      const own = all.filter(([, feature]) => feature.category === category)
      const swapped = directives.filter(([, feature]) => feature.category === category)
      const right = (text: string, id: string, includes: readonly string[]) =>
        found(text).join() === [id, ...includes].sort().join()
      const asWritten = own.filter(([id, { example, includes }]) => right(example, id, includes)).length
      const inOther = swapped.filter(([id, { example, includes }]) => right(swapFences(example), id, includes)).length
      return { category, asWritten: `${asWritten}/${own.length}`, inTheOtherFence: `${inOther}/${swapped.length}` }
    })
    console.table(rows)
    expect(rows.every(row => row.asWritten.split('/')[0] === row.asWritten.split('/')[1])).toBe(true)
    expect(rows.every(row => row.inTheOtherFence.split('/')[0] === row.inTheOtherFence.split('/')[1])).toBe(true)
  })
})
