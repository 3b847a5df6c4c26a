import { plain } from './plain.ts'
import { prose } from './substance.ts'
import { type Topic, vectorsOfUnits, wordsIn } from './topics.ts'
import { cosine } from './vectors.ts'
import { wordsOf } from './words.ts'

const kinship = 0.06
const aboutItself = /\b(?:scraps?|unsorted|not yet sorted|to ?do|drafts?|rough notes|loose notes)\b/i

/**
 * Gives each loose block, a scrap that may belong anywhere, to the block of a firm topic it is most like, at its end.
 * What is like none joins the topic it is most like as a section of its own. A line that only says "scraps, unsorted" is
 * about the file, not about the subject, and goes. Without firm topics the loose ones stand as they are.
 */
export function scatterScraps(topics: Topic[]): Topic[] {
  const firm = topics.filter(topic => !topic.loose)
  if (firm.length === 0) return topics
  const scraps = topics.filter(topic => topic.loose).flatMap(topic => topic.blocks.filter((block, index) => index > 0 || !isAboutItself(block.units[0]!.passages[0]!.text)))
  if (scraps.length === 0) return firm
  const homes = firm.flatMap((topic, index) => topic.blocks.map(block => ({ topic: index, block })))
  const vectors = vectorsOfUnits([
    ...homes.map(home => home.block.units),
    ...firm.map(topic => topic.blocks.flatMap(block => block.units)),
    ...scraps.map(scrap => scrap.units),
  ])
  const grown = firm.map(topic => ({ ...topic, blocks: topic.blocks.map(block => ({ ...block, units: [...block.units] })) }))
  const places = grown.flatMap(topic => topic.blocks)
  scraps.forEach((scrap, index) => {
    const vector = vectors[homes.length + firm.length + index]!
    const likeness = homes.map((home, at) => cosine(vector, vectors[at]!) + 0.5 * cosine(vector, vectors[homes.length + home.topic]!))
    const best = likeness.indexOf(Math.max(...likeness))
    if (likeness[best]! >= kinship && (scrap.title === undefined || wordsIn(scrap.units) < 80)) places[best]!.units.push(...scrap.units)
    else grown[homes[best]!.topic]!.blocks.push(scrap)
  })
  return grown
}

function isAboutItself(text: string): boolean {
  return wordsOf(plain(text), 'en').length < 25 && aboutItself.test(text)
}

/** The plain prose of some units. */
export function textOf(topic: Pick<Topic, 'blocks'>): string {
  return topic.blocks.flatMap(block => block.units.flatMap(unit => unit.passages.map(passage => plain(prose(passage))))).join('\n')
}
