import { describe, expect, it } from 'vitest'
import { catalogue, entries } from './catalogue.ts'
import { findFeature, similarFeatures } from './find-feature.ts'

describe('findFeature', () => {
  it('finds each feature by its id and its name, in any spelling', () => {
    for (const feature of catalogue) {
      const { id, name } = feature
      for (const spelling of [
        id,
        id.toUpperCase(),
        id.replaceAll('-', '_'),
        id.replaceAll('-', ' '),
        `{${id}}`,
        ` ${id} `,
      ]) {
        expect(findFeature(spelling)).toBe(feature)
      }
      expect(findFeature(name)).toBe(feature)
    }
  })

  it.each([
    ['admonitions', 'custom-admonition'],
    ['code', 'code-block'],
    ['{code-block}', 'code-block'],
    ['math', 'equation-block'],
    ['Tables', 'table'],
    ['figures', 'figure'],
    ['exercises', 'exercise'],
    ['glossary', 'glossary-term'],
    ['{tab-set}', 'tabs'],
    ['tab', 'tabs'],
    ['cards', 'card'],
    ['grid', 'grid-layout'],
    ['mermaid', 'mermaid-diagram'],
    ['sequenceDiagram', 'mermaid-sequence'],
    ['quotes', 'attributed-quote'],
    ['footnotes', 'footnote'],
    ['theorem', 'theorem'],
    ['{prf:theorem}', 'theorem'],
    ['definitions', 'definition'],
    ['seealso', 'see-also'],
    ['see_also', 'see-also'],
    ['{cite:t}', 'textual-cite-role'],
    ['cases', 'cases'],
    ['Math within a sentence', 'inline-math'],
  ])('takes %s for %s', (name, id) => {
    expect(findFeature(name)?.id).toBe(id)
  })

  // The names of the first catalogue, which books may have kept.
  it.each(
    `note tip hint important warning caution danger error attention see_also custom_admonition dropdown_admonition
    code_block code_with_line_numbers code_with_caption emphasized_lines include_external_code equation_block inline_math
    dollar_math_block aligned_equations matrix figure image list_table csv_table dropdown tabs card clickable_card
    grid_layout mermaid_flowchart`.split(/\s+/),
  )('keeps %s', name => {
    expect(findFeature(name)?.id).toBe(name.replaceAll('_', '-'))
  })

  it.each(['', 's', '{}', 'constructor', '__proto__', 'toString', 'quizzes', '好'])('knows no %j', name => {
    expect(findFeature(name)).toBeUndefined()
  })

  it('finds each feature by every alias it has', () => {
    for (const { id, aliases } of entries)
      expect(aliases.map(alias => findFeature(alias)?.id)).toEqual(aliases.map(() => id))
  })
})

describe('similarFeatures', () => {
  it.each([
    ['exercice', 'exercise'],
    ['tabel', 'table'],
    ['foot note', 'footnote'],
    ['flow chart', 'mermaid-flowchart'],
    ['drop-down', 'dropdown'],
  ])('suggests for %s %s', (name, id) => {
    expect(similarFeatures(name).map(feature => feature.id)).toContain(id)
    expect(similarFeatures(name).length).toBeLessThanOrEqual(3)
  })

  it('suggests nothing for what is like nothing', () => {
    expect(similarFeatures('好')).toEqual([])
    expect(similarFeatures('')).toEqual([])
  })
})
