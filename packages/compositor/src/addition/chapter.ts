import { type Addition, type Passage, rankPassages, slugify } from '@octavo/manuscript'
import { directive, mystOf, sentenceMyst } from '../blocks.ts'
import { exercises } from '../exercises.ts'
import { createFootnotes, type Footnotes, withMark } from '../footnotes.ts'
import { keySentences } from '../key-sentences.ts'
import { escapeMyst, fingerprint, plain } from '../plain.ts'
import { termsOf } from '../words.ts'
import { after, type Ground, impossible, instead, lastBlock, opening, type PageBlock } from './ground.ts'

const mostSections = 12

/** The headings of the second level: the sections of the chapter. */
function sectionsOf({ blocks }: Ground): PageBlock[] {
  return blocks.filter(({ kind, text }) => kind === 'heading' && /^##\s/m.test(text)).slice(0, mostSections)
}

function titleOf(block: PageBlock): string {
  return plain(block.text.replace(/^(?:\(.*\)=|%.*)\s*/gm, '').replace(/^#+\s*/, ''))
}

const tooFewSections = 'This chapter has fewer than two sections to draw: give it headings of the second level.'

/** The way through the chapter, drawn: its sections one after the other. */
export function flowchart(ground: Ground): Addition {
  const sections = sectionsOf(ground)
  const place = opening(ground)
  if (!place || sections.length < 2) return impossible(tooFewSections)
  const nodes = sections.map((section, index) => `s${index + 1}["${quoted(titleOf(section))}"]`)
  return after(place, `\`\`\`{mermaid}\nflowchart TD\n  ${nodes.join(' -->\n  ')}\n\`\`\``)
}

/** The chapter as a mind map: its title, and the sections around it. */
export function mindmap(ground: Ground): Addition {
  const sections = sectionsOf(ground)
  const title = ground.blocks.find(({ kind }) => kind === 'heading')
  const place = opening(ground)
  if (!place || !title || sections.length < 2) return impossible(tooFewSections)
  const leaf = (block: PageBlock, id: string) => `${id}["${quoted(titleOf(block))}"]`
  const lines = [
    `  ${leaf(title, 'root')}`,
    ...sections.map((section, index) => `    ${leaf(section, `s${index + 1}`)}`),
  ]
  return after(place, `\`\`\`{mermaid}\nmindmap\n${lines.join('\n')}\n\`\`\``)
}

/** Mermaid reads entities in quoted labels, and nothing else that is marked. */
function quoted(title: string): string {
  return title.replaceAll('"', '#quot;').replace(/[`<>{}]/g, '')
}

/** A card for each section, with its heading and the sentence that stands for it best. */
export function cards(ground: Ground, grid: boolean): Addition {
  const { language, passages } = ground
  const place = opening(ground)
  const made = sectionsOf(ground).flatMap(section => {
    const title = titleOf(section)
    const own = passages.filter(passage => passage.kind === 'paragraph' && passage.headings.includes(title))
    const [point] = keySentences(own, language, 1)
    return point
      ? [
          directive('card', sentenceMyst(point.myst, point.passage, new Map()), {
            argument: escapeMyst(title),
          }),
        ]
      : []
  })
  if (!place || made.length < (grid ? 2 : 1))
    return impossible('No section of this chapter has a sentence that can stand alone on a card.')
  return after(place, grid ? directive('grid', made.join('\n\n'), { argument: '1 2 2 2' }) : made[0]!)
}

const unmarked: Footnotes = { mark: () => '', adopt: (_, identifier) => identifier, definitions: () => [] }

/** An exercise and its solution, a sentence of the chapter. */
export function exercise(ground: Ground): Addition {
  const { language, passages, phrases, task } = ground
  const last = lastBlock(ground)
  const [first] = exercises(passages, 0, language, phrases, unmarked, new Map())
  if (!last || !first) {
    return impossible(
      'No sentence of this chapter defines a term, gives a reason or lists things, so none answers a question.',
    )
  }
  let number = 1
  while (task.page.includes(`exercise-${number}`) || task.page.includes(`solution-${number}`)) number++
  return after(
    last,
    first.replaceAll('exercise-1-1', `exercise-${number}`).replaceAll('solution-1-1', `solution-${number}`),
  )
}

/** Cites the source a paragraph comes from, with its lines. */
export function footnote(ground: Ground): Addition {
  const { paragraphs, phrases, task } = ground
  const footnotes = createFootnotes(task.sources, phrases, [])
  for (const block of paragraphs) {
    const print = fingerprint(block.text)
    const passage = task.passages.find(each => each.kind === 'paragraph' && fingerprint(each.text) === print)
    if (!passage || !task.sources.some(source => source.id === passage.source)) continue
    const mark = footnotes.mark(passage)
    const marked = withMark(block.text, mark)
    const definition = footnotes.definitions().find(note => note.startsWith(`${mark}:`))
    if (marked && definition && !task.page.includes(mark)) return instead(block, `${marked}\n\n${definition}`)
  }
  return impossible('No paragraph of this chapter stands word for word in a source that could be cited.')
}

/** Points to the other chapters that speak of the same. */
export function seeAlso(ground: Ground): Addition {
  const last = lastBlock(ground)
  const own = new Set(termsOf(plain(ground.task.page), ground.language))
  const related = ground.task.neighbours
    .map(neighbour => ({
      ...neighbour,
      shared: termsOf(neighbour.title, ground.language).filter(term => own.has(term)).length,
    }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
  if (!last || related.length === 0) return impossible('No other chapter has a title that this one speaks of.')
  return after(last, directive('seealso', related.map(({ label }) => `- {ref}\`${label}\``).join('\n')))
}

/** Puts a label before a heading that has none, so that it can be referred to. */
export function label(ground: Ground): Addition {
  const heading = ground.blocks.find(({ kind, text }) => kind === 'heading' && /^#/.test(text))
  if (!heading) return impossible('This chapter has no heading without a label.')
  const name = slugify(titleOf(heading))
  if (!name || ground.task.page.includes(`(${name})=`)) return impossible('The label this heading would get is taken.')
  return instead(heading, `(${name})=\n${heading.text}`)
}

/** Sets in what the author gave and no chapter uses yet, after the block that speaks of the same. */
export function unusedPassage(ground: Ground, kind: Passage['kind'], what: string): Addition {
  const { task } = ground
  const candidates = task.unused.filter(passage => passage.kind === kind)
  const [best] = rankPassages(plain(task.page).slice(0, 5_000), candidates, 1)
  if (!best) return impossible(`Neither this chapter nor your sources have ${what} that is not used yet: add one.`)
  const format = task.sources.find(source => source.id === best.source)?.format ?? 'markdown'
  const footnotes = createFootnotes(task.sources, ground.phrases, [])
  const mark = footnotes.mark(best)
  const source = directive('div', mark, { lines: [':class: octavo-source'] })
  const known = task.page.includes(`${mark}:`)
  const text = [mystOf(best, format, unmarked, new Map()), source, ...(known ? [] : footnotes.definitions())].join(
    '\n\n',
  )
  const near = rankPassages(
    `${best.headings.join(' ')} ${plain(best.text)}`,
    ground.paragraphs.map(block => block.passage),
    1,
  )[0]
  const place = ground.paragraphs.find(block => block.passage.id === near?.id) ?? lastBlock(ground)
  return place ? after(place, text) : impossible('The chapter is empty.')
}
