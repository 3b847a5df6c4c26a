import type { Passage, Source } from '@octavo/manuscript'
import { plain } from './plain.ts'

const numbered =
  /^(?:(?:chapter|part|section|lecture|lesson|unit|module|note|kapitel|teil|abschnitt|chapitre|partie|cap[íi]tulo|capitolo|parte|hoofdstuk)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+(?=[.:)–—-]))\s*[.:)–—-]*\s+(?=\S)/iu

/** A heading as a title: plain text without its own number ("Chapter 3: Leases", "2.1 Leases"), its closing stop or marks. */
export function cleanTitle(heading: string): string {
  const text = plain(heading.replace(/\{#[^}]*\}\s*$/, ''))
  const bare = text.replace(numbered, '').trim()
  return (bare || text).replace(/[.:;,]+$/, '').slice(0, 300)
}

const nondescript =
  /^(?:\d+|untitled|notes?|scraps?|misc(?:ellaneous|ellanea)?|scratch|inbox|ideas?|loose ends?|odds and ends|random|drafts?|dump|unsorted|todo|text|content|index|readme|document|new|temp|brief)(?:[\s_-]*\d*)$/i

/** Whether a file or heading names no subject: "scraps", "notes 2", "inbox". */
export function isNondescript(title: string): boolean {
  return nondescript.test(title.trim())
}

/** A title from a file name or address: `notes/04-visibility_timeouts.md` gives "Visibility timeouts". */
export function titleOfSource(source: Pick<Source, 'title'>): string {
  const name = source.title
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)!
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/^\d+[\s._-]+/, '')
    .replace(/[_-]+/g, ' ')
    .trim()
  return capitalized(name || source.title)
}

/** The `title:` of front matter, when a source opens with one. */
export function frontMatterTitle(passages: Passage[]): string | undefined {
  const first = passages[0]
  if (!first || !/^\uFEFF?---\s*\n/.test(first.text)) return undefined
  const title = /^title:\s*(?:"(.*)"|'(.*)'|(.*?))\s*$/m.exec(first.text)
  return title ? (title[1] ?? title[2] ?? title[3]) : undefined
}

/** The text with its first letter in upper case; a word with capitals inside ("pgvector2D") is left alone. */
export function capitalized(text: string): string {
  return /^\p{Ll}[^\s]*\p{Lu}/u.test(text) ? text : text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())
}
