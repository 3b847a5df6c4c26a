import type { Brief, Outline, OutlineChapter, OutlineSection, Passage, Source } from '@octavo/manuscript'
import { primaryLanguage } from '@octavo/manuscript'
import { chapterOrder } from './chapter-order.ts'
import { type Draft, draftChapters } from './chapters.ts'
import { definitionsIn } from './definitions.ts'
import { duplicatesOf } from './duplicates.ts'
import { frameOutline, isFrame } from './frame.ts'
import { keyPhrases } from './key-phrases.ts'
import { keySentences } from './key-sentences.ts'
import { isNarrative, narrativeOutline } from './narrative.ts'
import { join, phrasesFor } from './phrases.ts'
import { plain } from './plain.ts'
import { ownTitle, scatterScraps, textOf } from './scraps.ts'
import { selectUnits } from './selection.ts'
import { splitSentences } from './sentences.ts'
import { footnoteDefinition, footnoteReferences, prose } from './substance.ts'
import { capitalized } from './titles.ts'
import { type Block, type Topic, topicsOf, wordsIn } from './topics.ts'
import { countOf, stem, wordsOf } from './words.ts'

const mostSections = 40
const mostObjectives = 4

/**
 * Plans a book from its sources: topics by the author's headings or by cohesion, chapters from topics, in source order
 * or, where file names give none, so that terms are defined before they are used. Every passage of substance is placed
 * once, unless `brief.words` asks for less than there is: then the least central are left out. Narrative keeps the order
 * of its sources. With next to no sources the plan is a frame.
 */
export function composeOutline(task: { brief: Brief; sources: Source[]; passages: Passage[] }): Outline {
  const { brief, sources, passages } = task
  if (isFrame(passages, brief.language)) return frameOutline(brief)
  if (isNarrative(brief)) return narrativeOutline(brief, sources, passages)
  const language = brief.language
  const topics = inOrder(scatterScraps(topicsOf(sources, passages, language), language), sources, language)
  const drafts = selectUnits(besideTwins(draftChapters(topics, brief.chapters), language), brief.words)
  const corpus = countOf(wordsOf(plain(passages.map(prose).join('\n')), language).map(word => stem(word, language)))
  const footnotes = new Map(
    passages.flatMap(passage => {
      const definition = footnoteDefinition(passage)
      return definition ? [[`${passage.source}\n${definition.identifier}`, passage.id] as const] : []
    }),
  )
  const names = new Set<string>()
  const ordinary = new Set(passages.flatMap(passage => prose(passage).match(/(?<![\p{L}'’])\p{Ll}+/gu) ?? []))
  return {
    title: brief.title,
    chapters: drafts.map(draft => chapterOf(draft, { language, corpus, footnotes, names, ordinary })),
  }
}

/** The topics in the order of their sources when file names number them, otherwise with what is defined before its use. */
function inOrder(topics: Topic[], sources: Source[], language: string): Topic[] {
  const numbered = sources.filter(source => /(?:^|\/)\D{0,10}\d+[^/]*$/.test(source.title)).length
  if (sources.length < 2 || numbered * 2 > sources.length) return topics
  const order = chapterOrder(
    topics.map(topic => ({
      title: topic.title ?? '',
      text: textOf(topic),
      definitions: definitionsIn(passagesOf(topic.blocks), language),
    })),
    language,
  )
  return order.map(index => topics[index]!)
}

interface Naming {
  language: string
  corpus: Map<string, number>
  footnotes: Map<string, string>
  names: Set<string>
  /** Words the sources also write in lower case. */
  ordinary: Set<string>
}

function chapterOf(draft: Draft, naming: Naming): OutlineChapter {
  const { language } = naming
  const blocks = withinLimit(draft.blocks)
  const title = unique(chapterTitle(draft, naming), naming.names)
  const taken = new Set([title.toLowerCase()])
  // The only section of a chapter, when the author gave it no heading, is the chapter.
  const alone = blocks.length === 1 && blocks[0]!.title === undefined
  const sections = blocks.map((block): OutlineSection => {
    const passages = passagesOf([block])
    return {
      title: alone ? title : unique(sectionTitle(block, naming, taken), taken),
      synopsis: keySentences(passages, language, 1)[0]?.text ?? firstSentence(passages, language),
      passages: withFootnotes(passages, naming.footnotes),
    }
  })
  const passages = passagesOf(blocks)
  return {
    title,
    synopsis: inSourceOrder(keySentences(passages, language, 2), passages)
      .join(' ')
      .slice(0, 4000),
    objectives: objectivesOf(passages, blocks, language),
    sections,
  }
}

/** What the reader should take along: the terms the chapter defines, then the author's key sentence of its largest sections. */
function objectivesOf(passages: Passage[], blocks: Block[], language: string): string[] {
  const terms = [
    ...new Set(
      definitionsIn(passages, language)
        .filter(each => each.by === 'list' || each.by === 'emphasis')
        .map(each => each.term),
    ),
  ].slice(0, 5)
  const defining = new Set(definitionsIn(passages, language).map(each => each.meaning))
  const points = blocks
    .map((block, index) => ({
      index,
      words: wordsIn(block.units),
      key: keySentences(passagesOf([block]), language, 3).find(sentence => !defining.has(sentence.text)),
    }))
    .filter(point => point.key && point.key.text.length <= 220)
    .sort((a, b) => b.words - a.words || a.index - b.index)
    .slice(0, mostObjectives - (terms.length > 0 ? 1 : 0))
    .sort((a, b) => a.index - b.index)
    .map(point => point.key!.text)
  return [...(terms.length > 0 ? [phrasesFor(language).terms(terms)] : []), ...new Set(points)]
}

function inSourceOrder(sentences: { text: string; passage: Passage }[], passages: Passage[]): string[] {
  return sentences
    .sort((a, b) => passages.indexOf(a.passage) - passages.indexOf(b.passage))
    .map(sentence => sentence.text)
}

function firstSentence(passages: Passage[], language: string): string {
  const sentences = passages
    .filter(passage => passage.kind === 'paragraph' || passage.kind === 'definition')
    .flatMap(passage => splitSentences(prose(passage), language).map(sentence => plain(sentence.text)))
  return (sentences.find(sentence => /[.!?。！？]["”’»)]*$/.test(sentence)) ?? '').slice(0, 2000)
}

function passagesOf(blocks: Block[]): Passage[] {
  return blocks.flatMap(block => block.units.flatMap(unit => unit.passages))
}

/** Moves a unit that says what another says to its side, so that the section can say it once and cite both. */
function besideTwins(drafts: Draft[], language: string): Draft[] {
  const units = drafts.flatMap(draft => draft.blocks.flatMap(block => block.units))
  const twins = duplicatesOf(
    units.map(unit => unit.passages.map(prose).join('\n')),
    language,
  )
  const followers = Map.groupBy(units.keys(), index => twins[index])
  let at = 0
  const settle = (block: Block): Block => ({
    ...block,
    units: block.units.flatMap(unit => {
      const index = at++
      return twins[index] === undefined ? [unit, ...(followers.get(index) ?? []).map(each => units[each]!)] : []
    }),
  })
  return drafts
    .map(draft => ({ ...draft, blocks: draft.blocks.map(settle).filter(block => block.units.length > 0) }))
    .filter(draft => draft.blocks.length > 0)
}

function withinLimit(blocks: Block[]): Block[] {
  const joined = [...blocks]
  while (joined.length > mostSections) {
    const sizes = joined.slice(1).map((block, index) => wordsIn(block.units) + wordsIn(joined[index]!.units))
    const at = sizes.indexOf(Math.min(...sizes))
    joined.splice(at, 2, { ...joined[at]!, units: [...joined[at]!.units, ...joined[at + 1]!.units] })
  }
  return joined
}

function withFootnotes(passages: Passage[], footnotes: Map<string, string>): string[] {
  const ids = passages.map(passage => passage.id)
  for (const passage of passages) {
    for (const identifier of footnoteReferences(passage)) {
      const id = footnotes.get(`${passage.source}\n${identifier}`)
      if (id !== undefined && !ids.includes(id)) ids.push(id)
    }
  }
  return ids
}

function chapterTitle(draft: Draft, naming: Naming): string {
  const [first, second, ...more] = draft.titles
  if (first === undefined)
    return (
      phraseTitle(draft.blocks, naming, new Set()) ?? draft.blocks[0]!.title ?? phrasesFor(naming.language).introduction
    )
  if (second === undefined || more.length > 0) return first
  const short = join([core(first), midSentence(core(second), naming)], phrasesFor(naming.language).and)
  return short.length <= 70 ? short : first
}

/** A title up to its first colon, dash or comma, where two words are left. */
function core(title: string): string {
  const bare = title.replace(/\s*[:–—,].*$/u, '').trim()
  return bare.includes(' ') || /:/.test(title) ? bare : title
}

/** A title as it stands inside a sentence: its first letter small when its first word is an ordinary one. */
function midSentence(title: string, { language, ordinary: words }: Naming): string {
  const word = /^\p{L}+/u.exec(title)?.[0]
  const ordinary = word !== undefined && primaryLanguage(language) !== 'de' && words.has(word.toLowerCase())
  return ordinary && word !== 'I' ? title.replace(/^\p{L}/u, letter => letter.toLowerCase()) : title
}

function sectionTitle(block: Block, naming: Naming, taken: Set<string>): string {
  if (block.title !== undefined && !taken.has(block.title.toLowerCase())) return block.title
  return phraseTitle([block], naming, taken) ?? block.title ?? phrasesFor(naming.language).introduction
}

/** A name from the text: a first sentence of a few words, the term it defines, or its best key phrase. */
function phraseTitle(blocks: Block[], { language, corpus }: Naming, taken: Set<string>): string | undefined {
  const [opening] = passagesOf(blocks)
  const own = blocks.length === 1 && opening ? ownTitle(opening, language) : undefined
  if (own && !taken.has(own.toLowerCase())) return own
  const text = passagesOf(blocks).map(prose).join('\n')
  return keyPhrases(text, language, corpus, 8)
    .map(phrase => capitalized(phrase))
    .find(phrase => !taken.has(phrase.toLowerCase()))
}

function unique(title: string, taken: Set<string>): string {
  let name = title.slice(0, 290)
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${title} (${count})`
  taken.add(name.toLowerCase())
  return name
}
