import { type Addition, type FeatureCategory, findFeature } from '@octavo/manuscript'
import { box, fold, pullQuote, summary } from './boxes.ts'
import { cards, exercise, flowchart, footnote, label, mindmap, seeAlso, unusedPassage } from './chapter.ts'
import { type AdditionTask, type Ground, groundOf, impossible } from './ground.ts'
import {
  abbreviation,
  definitionList,
  emphasised,
  framedDefinition,
  glossary,
  pipeTable,
  table,
  termRole,
} from './terms.ts'

type Maker = (ground: Ground) => Addition

const boxes = ['note', 'tip', 'hint', 'important', 'warning', 'caution', 'danger', 'error', 'attention'] as const
const asides = ['aside', 'sidebar', 'topic'] as const

/** What can be made of an author's own words, by the id of the feature. */
const makers: Record<string, Maker> = {
  ...Object.fromEntries(boxes.map(name => [name, (ground: Ground) => box(ground, name)])),
  ...Object.fromEntries(asides.map(name => [name, (ground: Ground) => box(ground, name)])),
  'margin-note': ground => box(ground, 'margin'),
  'custom-admonition': summary,
  dropdown: ground => fold(ground, 'dropdown'),
  'see-also': seeAlso,
  'pull-quote': ground => pullQuote(ground, 'pull-quote'),
  'block-quote': ground => unusedPassage(ground, 'quote', 'a quotation'),
  table: pipeTable,
  'list-table': ground => table(ground, 'list-table'),
  'csv-table': ground => table(ground, 'csv-table'),
  'definition-list': definitionList,
  definition: ground => framedDefinition(ground, 'prf:definition', 'def'),
  'glossary-list': glossary,
  'glossary-term': termRole,
  abbreviation,
  strong: ground => emphasised(ground, '**'),
  emphasis: ground => emphasised(ground, '*'),
  exercise,
  solution: exercise,
  'dropdown-solution': exercise,
  footnote,
  target: label,
  'mermaid-diagram': flowchart,
  'mermaid-flowchart': flowchart,
  'mermaid-mindmap': mindmap,
  card: ground => cards(ground, false),
  'grid-layout': ground => cards(ground, true),
  'grid-card': ground => cards(ground, true),
  'responsive-grid': ground => cards(ground, true),
  'code-block': ground => unusedPassage(ground, 'code', 'a listing'),
  'equation-block': ground => unusedPassage(ground, 'math', 'a formula'),
  'dollar-math-block': ground => unusedPassage(ground, 'math', 'a formula'),
  'bullet-list': ground => unusedPassage(ground, 'list', 'a list'),
}

/** What is missing for the rest: something only the author has. */
const missing: Partial<Record<FeatureCategory, string>> = {
  media: 'This needs a picture or recording of yours.',
  code: 'This needs code of yours.',
  notebooks: 'This needs code of yours that is run.',
  math: 'This needs a formula of yours.',
  diagrams: 'This needs data of yours, or a language model that draws.',
  proofs: 'This needs a statement of yours that can be proven.',
}

/**
 * Lets a chapter use a feature of MyST with nothing but the author's own words, set in other ways: a paragraph in a box, an
 * enumeration as a table, a term in the glossary, the sections as a drawing. What would have to be invented is impossible,
 * and the answer says what is missing.
 */
export function composeAddition(task: AdditionTask): Addition {
  const feature = findFeature(task.feature)
  const make = feature && makers[feature.id]
  if (make) return make(groundOf(task))
  const reason = (feature && missing[feature.category]) ?? 'The compositor cannot make this of the words it has.'
  return impossible(`${reason} Add it yourself, or choose a language model.`)
}
