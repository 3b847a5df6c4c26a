import type { Tx } from '@octavo/database'
import { textConfig, type Word, withoutAccents, wordsOf } from '@octavo/manuscript'
import { sql } from 'kysely'
import type { Term } from './terms.ts'

/** A part of a text that was found. Offsets count UTF-16 code units of the whole text, lines count from 1. */
export interface Snippet {
  text: string
  start: number
  end: number
  line: number
  /** Where the words of the query stand in it. */
  matches: { start: number; end: number; line: number }[]
}

/** A fragment that was found, with its words. */
export interface FoundText {
  text: string
  startOffset: number
  startLine: number
  language: string
}

/** About how much is shown of a fragment, in characters. */
const longest = 280
/** What is shown before the first match. */
const lead = 60

/**
 * Shows of each fragment the part where most words of the query stand close together, or its beginning where none does.
 * The database says which words match, because only its stemmers know that "mice" is one of them or not.
 */
export async function snippetsOf(tx: Tx, found: readonly FoundText[], terms: readonly Term[]): Promise<Snippet[]> {
  const words = found.map(({ text }) => wordsOf(text))
  const matching = await matchingWords(tx, found, words, terms)
  return found.map((fragment, index) => {
    const known = matching.get(textConfig(fragment.language))
    return snippet(fragment, known ? words[index]!.filter(word => known.has(word.text)) : [])
  })
}

async function matchingWords(
  tx: Tx,
  found: readonly FoundText[],
  words: readonly Word[][],
  terms: readonly Term[],
): Promise<Map<string, Set<string>>> {
  const matching = new Map<string, Set<string>>()
  if (terms.length === 0) return matching
  const beginnings = new Set(terms.flatMap(({ lexemes }) => lexemes.map(lexeme => lexeme[0])))
  const asked = new Map<string, { config: string; text: string; plain: string }>()
  for (const [index, { language }] of found.entries()) {
    const config = textConfig(language)
    for (const { text } of words[index]!) {
      const plain = withoutAccents(text)
      // Stemmers cut ends; only the Arabic one cuts beginnings as well.
      const may = config === 'arabic' || beginnings.has(text[0]) || beginnings.has(plain[0])
      if (may) asked.set(`${config} ${text}`, { config, text, plain })
    }
  }
  const any = terms.map(term => term.query).join(' | ')
  const { rows } = await sql<{ config: string; text: string }>`
    select w.config, w.text
    from jsonb_to_recordset(${JSON.stringify([...asked.values()])}::jsonb) as w (config text, text text, plain text)
    where to_tsvector(w.config::regconfig, w.text) || to_tsvector(w.config::regconfig, w.plain) @@ ${any}::tsquery`.execute(
    tx,
  )
  for (const { config, text } of rows) {
    const known = matching.get(config) ?? new Set()
    matching.set(config, known.add(text))
  }
  return matching
}

function snippet({ startLine, startOffset, text }: FoundText, matches: readonly Word[]): Snippet {
  const [start, end] = window(text, matches)
  const lineAt = (offset: number) => startLine + (text.slice(0, offset).match(/\r\n?|\n/g)?.length ?? 0)
  return {
    text: text.slice(start, end),
    start: startOffset + start,
    end: startOffset + end,
    line: lineAt(start),
    matches: merged(matches)
      .filter(match => match.start >= start && match.end <= end)
      .map(match => ({ start: startOffset + match.start, end: startOffset + match.end, line: lineAt(match.start) })),
  }
}

/** Pairs of characters overlap; shown is one run. */
function merged(matches: readonly Word[]): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = []
  for (const { start, end } of matches) {
    const last = runs.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else runs.push({ start, end })
  }
  return runs
}

function window(text: string, matches: readonly Word[]): [number, number] {
  let [first, most] = [matches[0], 0]
  for (const [index, match] of matches.entries()) {
    const within = matches.slice(index).filter(other => other.end <= match.start + longest - lead)
    const different = new Set(within.map(word => word.text)).size
    if (different > most) [first, most] = [match, different]
  }
  if (text.length <= longest) return [0, text.length]
  const start = first ? Math.max(0, Math.min(first.start - lead, text.length - longest)) : 0
  return [atBlank(text, start, 'start'), atBlank(text, Math.min(text.length, start + longest), 'end')]
}

/** Moves a border to the next blank inwards, if one is near; never into a character. */
function atBlank(text: string, offset: number, side: 'start' | 'end'): number {
  if (offset === 0 || offset === text.length) return offset
  const near =
    side === 'start' ? /^\S{0,30}\s+/.exec(text.slice(offset))?.[0].length : /\s+\S{0,30}$/.exec(text.slice(0, offset))
  if (typeof near === 'number') return offset + near
  if (near && typeof near === 'object') return near.index
  return /[\uDC00-\uDFFF]/.test(text[offset]!) ? offset + (side === 'start' ? 1 : -1) : offset
}
