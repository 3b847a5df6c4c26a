import type { Numbering } from 'myst-frontmatter'
import type { BookWords } from './words.ts'

/** How things on a page are numbered: `3.1` in chapter 3, `B.1` in appendix B, and through all pages without a number. */
export function numbering(page: string | undefined, sections: number, words: BookWords): Numbering {
  const through = page === undefined
  const item = (template: string) => ({ enabled: true, template, continue: through })
  const levels = [1, 2, 3, 4, 5, 6] as const
  return {
    enumerator: { enumerator: through ? '%s' : `${page}.%s` },
    ...Object.fromEntries(
      levels.map(level => [`heading_${level}`, { enabled: !through && level <= sections, template: words.section }]),
    ),
    figure: item(words.figure),
    subfigure: { enabled: true, template: words.figure },
    table: item(words.table),
    code: item(words.listing),
    equation: item(words.equation),
    subequation: { enabled: true, template: words.equation },
    exercise: item(`${words.proofs.exercise} %s`),
    ...Object.fromEntries(Object.entries(words.proofs).map(([kind, word]) => [`proof:${kind}`, item(`${word} %s`)])),
  }
}
