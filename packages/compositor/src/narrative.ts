import type { Brief, Outline, OutlineChapter, Passage, Source } from '@octavo/manuscript'
import { keySentences } from './key-sentences.ts'
import { join, phrasesFor } from './phrases.ts'
import { plain } from './plain.ts'
import { hasSubstance, isSceneBreak, prose } from './substance.ts'
import { capitalized, cleanTitle, frontMatterTitle, titleOfSource } from './titles.ts'
import { wordsOf } from './words.ts'

const told = /memoir|biograph|narrative|history|histor|travel|true crime|reportage|essay|diary|letters/i
const longChapter = 7_000
const goodChapter = 3_000
const preambleWords = 150

/** Whether a book tells a story, so that its order is the author's and nothing is put between the author's lines. */
export function isNarrative(brief: Brief): boolean {
  return brief.kind === 'fiction' || (brief.kind === 'non-fiction' && told.test(brief.genre ?? ''))
}

interface Stretch {
  title: string | undefined
  passages: Passage[]
  words: number
}

/**
 * Plans a narrative: the order of the sources, always. A chapter begins at each source and at each heading of the
 * outermost level; `brief.chapters` joins the shortest neighbours or parts the longest at scene breaks. A chapter is one
 * section, or one for each of the author's own subheadings. Scene breaks and stray lines stay among the passages.
 */
export function narrativeOutline(brief: Brief, sources: Source[], passages: Passage[]): Outline {
  const { language } = brief
  let stretches = sources.flatMap(source => stretchesOf(source, passages, language))
  const [first, second] = stretches
  if (first && second && first.title === undefined && first.words < preambleWords)
    stretches = [{ ...joined([first, second], language), title: second.title }, ...stretches.slice(2)]
  stretches = fitted(stretches, brief.chapters, language)
  const taken = new Set<string>()
  return { title: brief.title, chapters: stretches.map(stretch => chapterOf(stretch, language, taken)) }
}

function stretchesOf(source: Source, all: Passage[], language: string): Stretch[] {
  const own = all.filter(passage => passage.source === source.id).sort((a, b) => a.position - b.position)
  const depth = chapterDepth(own, language)
  const groups: { path: string; passages: Passage[] }[] = []
  const waiting: Passage[] = []
  for (const passage of own) {
    if (passage.kind === 'heading') waiting.push(passage)
    if (!hasSubstance(passage) && !isSceneBreak(passage)) continue
    const path = passage.headings.slice(0, depth + 1).join('\n')
    // A heading that is nowhere in the path of what follows is a line of the text that only looked like one.
    const strays = waiting.filter(heading => !passage.headings.includes(plain(heading.text.replace(/^#+\s*/, ''))))
    waiting.length = 0
    let group = groups.at(-1)
    if (group && strays.length > 0) group.passages.push(...strays)
    if (!group || (group.path !== path && hasSubstance(passage))) {
      group = { path, passages: [] }
      groups.push(group)
    }
    group.passages.push(passage)
  }
  const whole = frontMatterTitle(own) ?? titleOfSource(source)
  return groups
    .filter(group => group.passages.some(hasSubstance))
    .map(group => {
      const named = titleFrom(group.passages.find(hasSubstance)?.headings ?? [], depth)
      return {
        title: named ?? (groups.length === 1 ? whole : undefined),
        passages: group.passages,
        words: wordsIn(group.passages, language),
      }
    })
}

/** How deep in the headings of a source chapters begin: deeper while there is one part, or parts too long for a chapter. */
function chapterDepth(passages: Passage[], language: string): number {
  const substance = passages.filter(hasSubstance)
  const words = wordsIn(substance, language)
  for (let depth = 0; depth < 3; depth++) {
    const parts = new Set(substance.map(passage => passage.headings.slice(0, depth + 1).join('\n'))).size
    const deeper = new Set(substance.map(passage => passage.headings.slice(0, depth + 2).join('\n'))).size
    if (deeper === parts || words / parts < longChapter) return depth
  }
  return 3
}

const numeral =
  /^(?:(?:chapter|part|book|kapitel|teil|chapitre|cap[íi]tulo|capitolo|scene)\s+)?(?:[ivxlc]+|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[.:]?$/i

/** The innermost heading down to the chapter that says more than a number, or else the number. */
function titleFrom(headings: string[], depth: number): string | undefined {
  const upper = headings.slice(0, depth + 1)
  const [last] = upper.slice(-1)
  if (last === undefined) return undefined
  const next = headings[depth + 1]
  if (numeral.test(last.trim())) return next !== undefined ? cleanTitle(next) : last.trim()
  return cleanTitle(last)
}

function fitted(stretches: Stretch[], wanted: number | undefined, language: string): Stretch[] {
  let fit = stretches
  while (wanted && fit.length > wanted) {
    const sizes = fit.slice(1).map((stretch, index) => stretch.words + fit[index]!.words)
    const at = sizes.indexOf(Math.min(...sizes))
    fit = [...fit.slice(0, at), joined([fit[at]!, fit[at + 1]!], language), ...fit.slice(at + 2)]
  }
  for (;;) {
    const longest = Math.max(...fit.map(stretch => stretch.words))
    if (wanted ? fit.length >= wanted : longest <= longChapter) return fit
    const at = fit.findIndex(stretch => stretch.words === longest)
    const halves = parted(fit[at]!, wanted ? longest / 2 : goodChapter, language)
    if (!halves) return fit
    fit = [...fit.slice(0, at), ...halves, ...fit.slice(at + 1)]
  }
}

function joined(stretches: Stretch[], language: string): Stretch {
  const titles = stretches.flatMap(stretch => stretch.title ?? [])
  const both = join(titles, phrasesFor(language).and)
  return {
    title: both.length > 0 && both.length <= 70 ? both : titles[0],
    passages: stretches.flatMap(stretch => stretch.passages),
    words: stretches.reduce((sum, stretch) => sum + stretch.words, 0),
  }
}

/** Parts a stretch at the scene break nearest to `words`; undefined when it has none inside. */
function parted(stretch: Stretch, words: number, language: string): Stretch[] | undefined {
  let sum = 0
  let best: { at: number; off: number } | undefined
  stretch.passages.forEach((passage, at) => {
    sum += wordsIn([passage], language)
    const inside = at > 0 && at < stretch.passages.length - 1
    if (inside && isSceneBreak(passage) && (!best || Math.abs(sum - words) < best.off))
      best = { at, off: Math.abs(sum - words) }
  })
  if (!best) return undefined
  const [left, right] = [stretch.passages.slice(0, best.at), stretch.passages.slice(best.at + 1)]
  if (!left.some(hasSubstance) || !right.some(hasSubstance)) return undefined
  return [
    { title: stretch.title, passages: left, words: wordsIn(left, language) },
    { title: undefined, passages: right, words: wordsIn(right, language) },
  ]
}

function chapterOf(stretch: Stretch, language: string, taken: Set<string>): OutlineChapter {
  let title = stretch.title ?? openingWords(stretch.passages)
  for (let count = 2; taken.has(title); count++) title = `${stretch.title ?? openingWords(stretch.passages)} (${count})`
  taken.add(title)
  const told = stretch.passages.filter(passage => !/["“”„«»]/.test(passage.text))
  const synopsis = keySentences(told, language, 2)
    .sort((a, b) => told.indexOf(a.passage) - told.indexOf(b.passage))
    .map(sentence => sentence.text.replace(/^[*_]+|(?<![\p{L}\p{N}])[*_]+(?=\p{L})|[*_]+$/gu, ''))
    .join(' ')
  return {
    title,
    synopsis,
    objectives: [],
    sections: [{ title, synopsis, passages: stretch.passages.map(passage => passage.id) }],
  }
}

/** A name for a chapter that has none, as for an untitled poem: the words it opens with. */
function openingWords(passages: Passage[]): string {
  const words = plain(prose(passages.find(hasSubstance)!))
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .split(' ')
  return `${capitalized(
    words
      .slice(0, 5)
      .join(' ')
      .replace(/[^\p{L}\p{N}]+$/u, ''),
  )} …`
}

function wordsIn(passages: Passage[], language: string): number {
  return passages.reduce((sum, passage) => sum + wordsOf(plain(prose(passage)), language).length, 0)
}
