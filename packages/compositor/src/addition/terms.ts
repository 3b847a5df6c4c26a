import { type Addition, type CodexEntry, slugify } from '@octavo/manuscript'
import { abbreviationsIn } from '../abbreviations.ts'
import { directive, tabular } from '../blocks.ts'
import { composeGlossary } from '../codex.ts'
import { definitionsIn } from '../definitions.ts'
import { escapeMyst, plain } from '../plain.ts'
import { unusedPassage } from './chapter.ts'
import { after, type Ground, impossible, instead, lastBlock, type PageBlock } from './ground.ts'

const most = 12

/** The terms of the codex that the chapter uses, in the order of their first use. */
function termsHere({ task }: Ground): CodexEntry[] {
  const text = plain(task.page).toLowerCase()
  return task.codex
    .filter(entry => entry.kind === 'term' && entry.description !== '')
    .map(entry => ({ entry, at: text.indexOf(entry.name.toLowerCase()) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map(({ entry }) => entry)
}

const noTerms = 'The codex has no terms of this chapter: add them with their definitions.'

/** A glossary of the codex's terms that the chapter uses. */
export function glossary(ground: Ground): Addition {
  const terms = termsHere(ground)
  const last = lastBlock(ground)
  return last && terms.length > 0 ? after(last, composeGlossary(terms).trimEnd()) : impossible(noTerms)
}

/** Marks the first use of a codex term, in the paragraph it stands in. */
export function termRole(ground: Ground): Addition {
  for (const { name } of termsHere(ground)) {
    const marked = markFirst(ground, name, `{term}\`${name}\``)
    if (marked) return marked
  }
  return impossible(noTerms)
}

/** Spells out an abbreviation where it stands first, in the words the author gives it elsewhere. */
export function abbreviation(ground: Ground): Addition {
  const given = [ground.task.page, ...ground.task.passages.map(passage => passage.text)].map(plain)
  for (const { short, long } of given.flatMap(abbreviationsIn)) {
    const marked = markFirst(ground, short, `{abbr}\`${short} (${long})\``)
    if (marked) return marked
  }
  return impossible('No abbreviation of this chapter is spelled out in it or in its sources.')
}

/** Makes a term bold, or emphasises it, where it stands first. */
export function emphasised(ground: Ground, mark: '*' | '**'): Addition {
  const defined = definitionsIn(ground.passages, ground.language).map(({ term }) => term)
  for (const name of [...termsHere(ground).map(entry => entry.name), ...defined]) {
    const marked = markFirst(ground, name, `${mark}${name}${mark}`)
    if (marked) return marked
  }
  return impossible('No term of this chapter is known: add terms to the codex.')
}

/** The paragraph with the first bare use of a word replaced; not one inside of code, a role, a link or emphasis. */
function markFirst({ paragraphs }: Ground, word: string, replacement: string): Addition | undefined {
  const use = new RegExp(`(?<![\\p{L}\\p{N}*_{[(\\0-])${escapeRegExp(word)}(?![\\p{L}\\p{N}*_}\\])\\0-])`, 'u')
  for (const block of paragraphs) {
    const match = use.exec(masked(block.text))
    if (!match) continue
    const end = match.index + word.length
    return instead(block, block.text.slice(0, match.index) + replacement + block.text.slice(end))
  }
  return undefined
}

/** The text with everything in which a word is not just a word blotted out, each character by one. */
function masked(text: string): string {
  return text.replace(/`+[^`]*`+|\$[^$]*\$|!?\[[^\]]*\](?:\([^)]*\))?|<[^>]*>|https?:\S+/g, markup =>
    '\u0000'.repeat(markup.length),
  )
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** A list of marked words and what they mean, as the author wrote it, with the block it is. */
function enumeration({ blocks }: Ground): { block: PageBlock; rows: { term: string; meaning: string }[] } | undefined {
  for (const block of blocks) {
    const rows = block.passage.kind === 'list' ? tabular(block.text) : undefined
    if (rows) return { block, rows }
  }
  return undefined
}

const noEnumeration =
  'This chapter has no list of at least three words each with its meaning ("- **word**: meaning"), nor a table.'

type Kind = 'list-table' | 'table' | 'csv-table'

/** Sets an enumeration as a table, or takes one from the sources. */
export function pipeTable(ground: Ground): Addition {
  const set = table(ground, 'table')
  return set.impossible ? unusedPassage(ground, 'table', 'a table') : set
}

/** Sets an enumeration as a table of the kind asked for, or a table of another kind as that. */
export function table(ground: Ground, kind: Kind): Addition {
  const found = enumeration(ground)
  const { meaning, term } = ground.phrases
  if (found) {
    const rows = found.rows.map(row => [row.term, row.meaning])
    return instead(found.block, setTable(kind, [[term, meaning], ...rows]))
  }
  const block = ground.blocks.find(({ kind: parsed }) => parsed === 'table')
  const rows = block && kind !== 'table' ? rowsOf(block.text) : undefined
  return block && rows ? instead(block, setTable(kind, rows)) : impossible(noEnumeration)
}

function setTable(kind: Kind, rows: string[][]): string {
  const own = { lines: [':header-rows: 1', ':class: octavo-own'] }
  if (kind === 'list-table') {
    const lines = rows.map(row => row.map((cell, index) => `${index === 0 ? '* -' : '  -'} ${cell}`).join('\n'))
    return directive(kind, lines.join('\n'), own)
  }
  if (kind === 'csv-table') {
    return directive(
      kind,
      rows.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(', ')).join('\n'),
      own,
    )
  }
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const [head = [], ...body] = rows
  const lines = [line(head), line(head.map(() => '---')), ...body.map(line)]
  return directive(kind, lines.join('\n'), { lines: [':class: octavo-own'] })
}

function rowsOf(pipeTable: string): string[][] | undefined {
  const lines = pipeTable.split(/\r?\n/).filter(line => !/^\s*\|?[\s:|-]+\|?\s*$/.test(line))
  const rows = lines.map(line =>
    line
      .trim()
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/)
      .map(cell => cell.trim().replaceAll('\\|', '|')),
  )
  return rows.length > 1 && rows.every(row => row.length === rows[0]!.length) ? rows : undefined
}

/** Sets an enumeration as a list of terms and definitions. */
export function definitionList(ground: Ground): Addition {
  const found = enumeration(ground)
  if (!found) return impossible(noEnumeration)
  return instead(found.block, found.rows.map(({ meaning, term }) => `${term}\n: ${meaning}`).join('\n\n'))
}

/** Frames the paragraph that defines a term as its definition. */
export function framedDefinition(ground: Ground, name: string, prefix: string): Addition {
  for (const { term, passage } of definitionsIn(ground.passages, ground.language)) {
    const block = ground.paragraphs.find(paragraph => paragraph.passage.id === passage.id)
    const label = `${prefix}-${slugify(term)}`
    if (!block || ground.task.page.includes(label)) continue
    return instead(block, directive(name, block.text, { argument: escapeMyst(term), lines: [`:label: ${label}`] }))
  }
  return impossible('No paragraph of this chapter defines a term.')
}
