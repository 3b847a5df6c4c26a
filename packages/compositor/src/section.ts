import {
  type Brief,
  type CodexEntry,
  findFeature,
  type Outline,
  type OutlineChapter,
  type Passage,
} from '@octavo/manuscript'
import { admonitionOf, directive, type Formats, mystOf, type Rendered, Said, sentenceMyst, tabular } from './blocks.ts'
import { duplicatesOf } from './duplicates.ts'
import { exercises } from './exercises.ts'
import { type CitedSource, carries, createFootnotes, type Footnotes, runsOf, withMark } from './footnotes.ts'
import { frameSection } from './frame.ts'
import { keySentences } from './key-sentences.ts'
import { isNarrative } from './narrative.ts'
import { narrativeSection } from './narrative-section.ts'
import { type Phrases, phrasesFor } from './phrases.ts'
import { escapeMyst, fingerprint, plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { footnoteDefinition, hasSubstance, prose } from './substance.ts'
import { cleanTitle } from './titles.ts'
import { unitsOf } from './units.ts'

/** What composing one section needs. `words` guides models; the compositor keeps to what the outline chose. */
export interface SectionTask {
  brief: Brief
  outline: Outline
  chapter: number
  section: number
  sources: CitedSource[]
  passages: Passage[]
  codex: CodexEntry[]
  words: number
}

/**
 * The MyST of one section, without its own heading: the author's blocks in the order of the outline, none said twice,
 * each run with a footnote to its source and lines. The first section of a chapter opens with its objectives; the last
 * one closes with a summary and exercises. A section without passages is a frame.
 *
 * @throws RangeError when the outline has no such chapter or section.
 */
export function composeSection(task: SectionTask): string {
  const { brief, outline, chapter, section, sources } = task
  const planned = outline.chapters[chapter]?.sections[section]
  if (!planned)
    throw new RangeError(
      `The outline has no section ${section + 1} in chapter ${chapter + 1}. Compose the outline again.`,
    )
  const byId = new Map(task.passages.map(passage => [passage.id, passage]))
  const find = (ids: string[]) => ids.flatMap(id => byId.get(id) ?? [])
  const own = find(planned.passages)
  if (!own.some(hasSubstance)) return frameSection(brief, outline, chapter, section)
  const phrases = phrasesFor(brief.language)
  if (isNarrative(brief)) return narrativeSection(own, sources, phrases)
  const sections = outline.chapters[chapter]!.sections
  const runs = sections.flatMap(each =>
    unitsOf(find(each.passages).filter(hasSubstance), brief.language).flatMap(unit => runsOf(unit.passages)),
  )
  const footnotes = createFootnotes(sources, phrases, runs)
  const whole = find(sections.flatMap(each => each.passages)).filter(hasSubstance)
  const said = new Said(brief.language)
  for (const passage of find(sections.slice(0, section).flatMap(each => each.passages)))
    if (hasSubstance(passage)) said.add(passage)
  const blocks = [
    ...(section === 0 ? opening(outline.chapters[chapter]!, whole, brief.language, phrases, formatsOf(sources)) : []),
    ...body(own, whole, task, said, footnotes, phrases),
    ...(section === sections.length - 1 ? closing(whole, outline.chapters[chapter]!, task, phrases, footnotes) : []),
  ]
  return `${[...blocks, footnotes.definitions().join('\n\n')].filter(Boolean).join('\n\n')}\n`
}

const formatsOf = (sources: CitedSource[]): Formats => new Map(sources.map(source => [source.id, source.format]))

/** Whether a feature is wanted: named in the brief, or left open by a brief that names none. */
function wants(brief: Brief, feature: string): boolean {
  return brief.features.length === 0 || names(brief, feature)
}

const names = ({ features }: Brief, feature: string) =>
  features.some(name => findFeature(name) === findFeature(feature))

function body(
  own: Passage[],
  whole: Passage[],
  task: SectionTask,
  said: Said,
  footnotes: Footnotes,
  phrases: Phrases,
): string[] {
  const { brief, sources } = task
  const title = task.outline.chapters[task.chapter]!.sections[task.section]!.title
  const definitions = new Map(
    own.flatMap(passage => {
      const note = footnoteDefinition(passage)
      return note ? [[`${passage.source}\n${note.identifier}`, note.text] as const] : []
    }),
  )
  const repeats = repeated(own.filter(hasSubstance), whole, brief.language)
  const formats = formatsOf(sources)
  const headings = innerHeadings(own.filter(hasSubstance), title)
  const blocks: string[] = []
  for (const unit of unitsOf(own.filter(hasSubstance), brief.language)) {
    const heading = headings.get(unit.passages[0]!.id)
    const rendered = unit.passages.flatMap((passage): Rendered[] => {
      if (repeats.has(passage.id)) return []
      const text = mystOf(passage, formats.get(passage.source) ?? 'markdown', footnotes, definitions)
      const fresh =
        passage.kind === 'paragraph' || passage.kind === 'definition' ? freshProse(text, passage, said) : text
      return fresh === '' ? [] : [{ text: fresh, passage }]
    })
    if (rendered.length === 0) continue
    // A section that begins with a heading keeps that one alone, so its own title has to stand before it.
    if (heading) blocks.push(...(blocks.length === 0 ? [`## ${title}`, heading] : [heading]))
    blocks.push(...cite(rendered, brief, footnotes, phrases))
  }
  return blocks
}

function freshProse(text: string, passage: Passage, said: Said): string {
  // A definition list or verse is one piece; only running prose can lose a sentence.
  if (/\n:\s/.test(passage.text)) return text
  return said.fresh(text)
}

/** Passages that only say what another passage of the chapter says; the other one is kept. */
function repeated(own: Passage[], whole: Passage[], language: string): Set<string> {
  const twins = duplicatesOf(whole.map(prose), language)
  const ownIds = new Set(own.map(passage => passage.id))
  return new Set(
    whole.filter((passage, index) => twins[index] !== undefined && ownIds.has(passage.id)).map(passage => passage.id),
  )
}

/** Headings to set before passages: where the author's heading changes inside the section. */
function innerHeadings(own: Passage[], title: string): Map<string, string> {
  const headings = new Map<string, string>()
  let current = own[0]?.headings.join('\n')
  own.forEach((passage, index) => {
    const path = passage.headings.join('\n')
    const last = passage.headings.at(-1)
    const previous = own[index - 1]
    if (path === current && index > 0) return
    current = path
    if (last === undefined || cleanTitle(last) === title) return
    const deeper =
      previous?.source === passage.source ? passage.headings.some(each => cleanTitle(each) === title) : false
    const nested = index === 0 && passage.headings.slice(0, -1).some(each => cleanTitle(each) === title)
    if (deeper || nested || (previous && previous.source === passage.source))
      headings.set(passage.id, `### ${escapeMyst(cleanTitle(last))}`)
  })
  return headings
}

/** Sets the blocks of one unit, with a mark at the end of each run of them, where it can stand. */
function cite(rendered: Rendered[], brief: Brief, footnotes: Footnotes, phrases: Phrases): string[] {
  const byPassage = new Map(rendered.map(block => [block.passage, block]))
  return runsOf(rendered.map(block => block.passage)).flatMap(run => {
    const carrier = run.find(passage => carries(passage) && withMark(byPassage.get(passage)!.text, '') !== undefined)
    const mark = footnotes.mark(run[0]!)
    const set = run.map(passage => {
      const { text } = byPassage.get(passage)!
      const marked = passage === carrier ? (withMark(text, mark) ?? text) : text
      if (passage.kind === 'paragraph') return boxed(marked, brief)
      return passage.kind === 'list' ? tabled(text, marked, mark, brief, phrases) : marked
    })
    return carrier ? set : [...set, directive('div', mark, { lines: [':class: octavo-source'] })]
  })
}

function boxed(text: string, brief: Brief): string {
  const box = admonitionOf(text)
  if (box && wantsBox(brief, box.directive)) return directive(box.directive, box.text)
  const sentences = splitSentences(text, brief.language)
  const last = sentences.at(-1)!
  const lastBox = sentences.length > 2 ? admonitionOf(last.text) : undefined
  if (!lastBox || !wantsBox(brief, lastBox.directive)) return text
  const before = text.slice(0, last.start).trimEnd()
  const mark = /\[\^[^\]]+\]$/.exec(text)?.[0] ?? ''
  return `${before}${mark}\n\n${directive(lastBox.directive, lastBox.text)}`
}

function wantsBox(brief: Brief, name: string): boolean {
  return wants(brief, name) || wants(brief, 'admonition') || ['note', 'tip', 'warning'].some(each => names(brief, each))
}

function tabled(text: string, marked: string, mark: string, brief: Brief, phrases: Phrases): string {
  const rows = wants(brief, 'table') ? tabular(text) : undefined
  if (!rows) return marked
  const lines = [
    `* - ${phrases.term}`,
    `  - ${phrases.meaning}`,
    ...rows.flatMap(({ term, meaning }, index) => [
      `* - ${term}`,
      `  - ${meaning}${index === rows.length - 1 ? mark : ''}`,
    ]),
  ]
  return directive('list-table', lines.join('\n'), { lines: [':header-rows: 1', ':class: octavo-own'] })
}

function opening(
  chapter: OutlineChapter,
  whole: Passage[],
  language: string,
  phrases: Phrases,
  formats: Formats,
): string[] {
  if (chapter.objectives.length === 0) return []
  const lines = chapter.objectives.map(objective => `- ${marked(objective, whole, language, formats)}`)
  return [
    directive('admonition', lines.join('\n'), {
      argument: phrases.inThisChapter,
      lines: [':class: objectives octavo-own'],
    }),
  ]
}

/** A sentence with the markup it has in the passage it comes from. */
function marked(sentence: string, passages: Passage[], language: string, formats: Formats): string {
  for (const passage of passages) {
    if (passage.kind !== 'paragraph' && passage.kind !== 'definition') continue
    const found = splitSentences(prose(passage), language).find(each => plain(each.text) === sentence)
    if (found) return sentenceMyst(found.text, passage, formats)
  }
  return escapeMyst(sentence)
}

function closing(
  whole: Passage[],
  chapter: OutlineChapter,
  task: SectionTask,
  phrases: Phrases,
  footnotes: Footnotes,
): string[] {
  const { brief } = task
  const formats = formatsOf(task.sources)
  const objectives = new Set(chapter.objectives.map(fingerprint))
  const points = keySentences(whole, brief.language, 8, 0.3)
    .filter(sentence => !objectives.has(fingerprint(sentence.text)))
    .slice(0, whole.length < 8 ? 2 : 4)
    .sort((a, b) => whole.indexOf(a.passage) - whole.indexOf(b.passage))
  const summary = points
    .map(point => `- ${sentenceMyst(point.myst, point.passage, formats)}${footnotes.mark(point.passage)}`)
    .join('\n')
  const blocks =
    points.length > 1
      ? [directive('admonition', summary, { argument: phrases.summary, lines: [':class: summary octavo-own'] })]
      : []
  const asks = brief.kind !== 'non-fiction' ? wants(brief, 'exercise') : names(brief, 'exercise')
  return asks ? [...blocks, ...exercises(whole, task.chapter, brief.language, phrases, footnotes, formats)] : blocks
}
