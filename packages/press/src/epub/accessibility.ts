import type { BoundBook } from '../book/bound-book.ts'
import { nodesOf } from '../html/index.ts'

/** What is true of a book for readers who do not see it, or not all of it. */
export interface Accessibility {
  /** Whether there are pictures or diagrams. */
  pictures: boolean
  /** Whether all of them are described in words. */
  described: boolean
  formulas: boolean
  index: boolean
  /** Whether pictures may move, and with that flash: nobody has looked. */
  moving: boolean
}

export function accessibilityOf(book: BoundBook, moving: boolean): Accessibility {
  const found: Accessibility = { pictures: false, described: true, formulas: false, index: false, moving }
  for (const page of book.pages) {
    for (const node of nodesOf(page)) {
      if (node.type === 'image' && node.path) {
        found.pictures = true
        if (!node.alt) found.described = false
      }
      if (node.type === 'mermaid' && node.svg) found.pictures = true
      if (node.type === 'math' || node.type === 'inlineMath') found.formulas = true
      if (node.type === 'index') found.index = true
    }
  }
  return found
}

/**
 * The metadata shops and libraries show (EPUB Accessibility 1.1 §2.3). That the book conforms to a level of WCAG is not
 * said: only someone who has read it can.
 */
export function accessibilityMetadata({ pictures, described, formulas, index, moving }: Accessibility): string[] {
  const features = [
    'tableOfContents',
    'structuralNavigation',
    'readingOrder',
    'ARIA',
    'displayTransformability',
    ...(pictures && described ? ['alternativeText'] : []),
    ...(formulas ? ['MathML'] : []),
    ...(index ? ['index'] : []),
  ]
  const summary = [
    'The text can be read aloud and set in any size and colour; headings, lists, tables, notes and references are marked up as what they are.',
    ...(formulas ? ['Formulas are MathML.'] : []),
    ...(pictures
      ? [described ? 'All pictures are described in words.' : 'Some pictures are not described in words.']
      : []),
  ].join(' ')
  const meta = (property: string, value: string) => `<meta property="schema:${property}">${value}</meta>`
  return [
    meta('accessMode', 'textual'),
    ...(pictures ? [meta('accessMode', 'visual')] : []),
    ...(pictures ? [meta('accessModeSufficient', 'textual,visual')] : []),
    ...(described ? [meta('accessModeSufficient', 'textual')] : []),
    ...features.map(feature => meta('accessibilityFeature', feature)),
    meta('accessibilityHazard', moving ? 'unknown' : 'none'),
    `<meta property="schema:accessibilitySummary" xml:lang="en">${summary}</meta>`,
  ]
}
