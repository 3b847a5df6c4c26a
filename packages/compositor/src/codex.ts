import { type Brief, type CodexEntry, type Passage, readPassages } from '@octavo/manuscript'
import { abbreviationsIn } from './abbreviations.ts'
import { castOf, type Listed } from './cast.ts'
import { type Definition, definitionsIn, termKey } from './definitions.ts'
import { isNarrative } from './narrative.ts'
import { escapeMyst, plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { hasSubstance, prose, proseBlocks } from './substance.ts'
import { stem, wordsOf } from './words.ts'

const mostEntries = 2_000

/**
 * The book's memory, from the author's words: in expository books terms with their definitions and abbreviations, in
 * narrative persons, places and named things with their aliases. Evidence are the passages that define a term or name
 * a figure. Precision comes before recall: what may not be a term is left out.
 */
export function composeCodex(task: { brief: Brief; passages: Passage[] }): { entries: CodexEntry[] } {
  const { brief, passages } = task
  const entries = isNarrative(brief)
    ? castOf(passages, listedIn(brief), brief.language)
    : termsIn(passages, brief.language)
  return { entries: entries.slice(0, mostEntries) }
}

const certainty: Record<Definition['by'], number> = { list: 0, emphasis: 1, pattern: 2, called: 3, label: 4 }

const leastUses: Record<Definition['by'], number> = { list: 0, emphasis: 1, pattern: 3, called: 2, label: 3 }

function termsIn(passages: Passage[], language: string): CodexEntry[] {
  const all = passages.filter(hasSubstance)
  const corpus = ` ${wordsOf(plain(all.map(prose).join('\n')), language)
    .map(word => stem(word, language))
    .join(' ')} `
  const uses = (key: string) => corpus.split(` ${key} `).length - 1
  const groups = Map.groupBy(definitionsIn(all, language), definition => termKey(definition.term, language))
  const entries = new Map<string, CodexEntry>()
  for (const [key, found] of groups) {
    const best = [...found].sort((a, b) => certainty[a.by] - certainty[b.by])[0]!
    const places = new Set(found.map(definition => definition.passage.id))
    // A label such as "Pricing:" that opens many paragraphs defines nothing, and a term is used more than once.
    if (best.by === 'label' && places.size > 1) continue
    if (uses(key) < leastUses[best.by]) continue
    entries.set(key, {
      kind: 'term',
      name: best.term.slice(0, 300),
      aliases: [],
      description: best.meaning.slice(0, 4000),
      evidence: [...places],
    })
  }
  const lines = all.flatMap(passage => proseBlocks(passage).map(block => ({ passage, text: plain(block) })))
  for (const { passage, text } of lines) {
    for (const { short, long } of abbreviationsIn(text)) {
      const known = entries.get(termKey(long, language)) ?? entries.get(termKey(short, language))
      if (known) {
        const alias = termKey(known.name, language) === termKey(short, language) ? long : short
        if (!known.aliases.includes(alias) && known.name !== alias) known.aliases.push(alias)
        if (!known.evidence.includes(passage.id)) known.evidence.push(passage.id)
        continue
      }
      const sentence = splitSentences(text, language).find(
        each => each.text.includes(short) && each.text.includes(long),
      )
      entries.set(termKey(short, language), {
        kind: 'term',
        name: short,
        aliases: [long],
        description: sentence && sentence.text.length <= 300 ? clauseOn(short, sentence.text) : `${short}: ${long}`,
        evidence: [passage.id],
      })
    }
  }
  return [...entries.values()]
}

/** What a sentence says of an abbreviation: the whole of it, or its clause where it expands several in a row. */
function clauseOn(short: string, sentence: string): string {
  const from = sentence.indexOf(`${short} `)
  const next = /,(?: and)? [A-Z]{2,8} (?:is|are|means|stands for)\b/.exec(sentence.slice(from + short.length))
  const several = [...sentence.matchAll(/\b[A-Z]{2,8} (?:is|are|means|stands for)\b/g)].length > 1
  if (!several || from < 0) return sentence.slice(0, 4000)
  const clause = sentence.slice(from, next ? from + short.length + next.index : undefined)
  return clause.replace(/[.;,]?$/, '.').slice(0, 4000)
}

const placesHeading = /places?|settings?|locations?|orte?|schauplätze|lieux|lugares/i

/** What the brief itself lists: definition lists of characters, and sentences on places under such a heading. */
function listedIn(brief: Brief): Listed[] {
  const passages = readPassages({ id: 'brief', text: brief.notes, format: 'markdown' })
  return passages.flatMap((passage): Listed[] => {
    const inPlaces = passage.headings.some(heading => placesHeading.test(heading))
    const kind = inPlaces ? 'place' : 'person'
    if (passage.kind === 'definition')
      return definitionsIn([passage], brief.language).map(({ term, meaning }) => ({
        name: term,
        kind,
        description: meaning,
        aliases: aliasesIn(meaning),
      }))
    if (!inPlaces || passage.kind !== 'paragraph') return []
    return splitSentences(passage.text, brief.language).flatMap(({ text }): Listed[] => {
      const sentence = plain(text)
      const name = /^((?:The\s+)?\p{Lu}[\p{L}'’]+(?:\s\p{Lu}[\p{L}'’]+)*)\s+(?:is|are|stands?|lies?)\b/u.exec(
        sentence,
      )?.[1]
      return name ? [{ name, kind, description: sentence, aliases: [] }] : []
    })
  })
}

function aliasesIn(description: string): string[] {
  const name = String.raw`((?:the\s+)?\p{Lu}[\p{L}'’]+(?:\s\p{Lu}[\p{L}'’]+)*)`
  const called = new RegExp(String.raw`\b(?:known as|called|calls (?:her|him|them|it)|nicknamed)\s+${name}`, 'gu')
  const openers = /(?:^|\.\s)(The\s\p{Lu}[\p{L}'’]+),\s(?:to|for)\b/gu
  return [...description.matchAll(called), ...description.matchAll(openers)].map(match =>
    match[1]!.replace(/^The\s/, 'the '),
  )
}

/** The glossary of a book as a MyST `{glossary}`: its terms in the order of code units without case. */
export function composeGlossary(entries: CodexEntry[]): string {
  const terms = entries
    .filter(entry => entry.kind === 'term' && entry.description !== '')
    .map(entry => ({ entry, key: entry.name.toLowerCase() }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  if (terms.length === 0) return ''
  const lines = terms.map(
    ({ entry }) => `${escapeMyst(entry.name)}\n: ${escapeMyst(entry.description).replace(/\s+/g, ' ')}`,
  )
  return `:::{glossary}\n${lines.join('\n\n')}\n:::\n`
}
