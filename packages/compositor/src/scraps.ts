import type { Passage } from '@octavo/manuscript'
import { definitionsIn } from './definitions.ts'
import { plain } from './plain.ts'
import { pointsBack, splitSentences } from './sentences.ts'
import { prose } from './substance.ts'
import { capitalized } from './titles.ts'
import { type Block, type Topic, vectorsOfUnits, wordsIn } from './topics.ts'
import { cosine } from './vectors.ts'
import { wordsOf } from './words.ts'

const kinship = 0.13
const ownSection = 60
const aboutItself = /\b(?:scraps?|unsorted|not yet sorted|to ?do|drafts?|rough notes|loose notes)\b/i

/**
 * Gives each loose block, a scrap that may belong anywhere, to the block of a firm topic it is most like, at its end.
 * What is like none
 * of them and has a name joins the topic it is most like as a section of its own. A line that only says "scraps, unsorted" is
 * about the file, not about the subject, and goes. Without firm topics the loose ones stand as they are.
 */
export function scatterScraps(topics: Topic[], language: string): Topic[] {
  const firm = topics.filter(topic => !topic.loose)
  if (firm.length === 0) return topics
  const scraps = topics
    .filter(topic => topic.loose)
    .flatMap(topic =>
      topic.blocks.filter((block, index) => index > 0 || !isAboutItself(block.units[0]!.passages[0]!.text)),
    )
  if (scraps.length === 0) return firm
  const homes = firm.flatMap((topic, index) => topic.blocks.map(block => ({ topic: index, block })))
  const vectors = vectorsOfUnits([
    ...homes.map(home => home.block.units),
    ...firm.map(topic => topic.blocks.flatMap(block => block.units)),
    ...scraps.map(scrap => scrap.units),
  ])
  const grown = firm.map(topic => ({
    ...topic,
    blocks: topic.blocks.map(block => ({ ...block, units: [...block.units] })),
  }))
  const places = grown.flatMap(topic => topic.blocks)
  scraps.forEach((scrap, index) => {
    const vector = vectors[homes.length + firm.length + index]!
    const likeness = homes.map((home, at) =>
      isGlossary(home.block) ? 0 : cosine(vector, vectors[at]!) + cosine(vector, vectors[homes.length + home.topic]!),
    )
    const best = likeness.indexOf(Math.max(...likeness))
    const apart = cosine(vector, vectors[best]!) < kinship && wordsIn(scrap.units) >= ownSection
    const title = apart ? ownTitle(scrap.units[0]!.passages[0]!, language) : undefined
    if (title === undefined) places[best]!.units.push(...scrap.units)
    else grown[homes[best]!.topic]!.blocks.push({ ...scrap, title })
  })
  return grown
}

/** What a passage calls itself: a first sentence of a few words, or the term it defines. */
export function ownTitle(passage: Passage, language: string): string | undefined {
  const sentence = plain(splitSentences(prose(passage), language)[0]?.text ?? '')
  const short = /^[^:,]{4,40}\.$/.test(sentence) && wordsOf(sentence, language).length <= 5
  if (short && !pointsBack(sentence, language)) return capitalized(sentence.slice(0, -1))
  const term = definitionsIn([passage], language)[0]?.term
  return term === undefined ? undefined : capitalized(term)
}

/** A list of terms is like everything, and no place for anything else. */
function isGlossary(block: Block): boolean {
  return block.units.every(unit => unit.passages.every(passage => passage.kind === 'definition'))
}

function isAboutItself(text: string): boolean {
  return wordsOf(plain(text), 'en').length < 25 && aboutItself.test(text)
}

/** The plain prose of some units. */
export function textOf(topic: Pick<Topic, 'blocks'>): string {
  return topic.blocks
    .flatMap(block => block.units.flatMap(unit => unit.passages.map(passage => plain(prose(passage)))))
    .join('\n')
}
