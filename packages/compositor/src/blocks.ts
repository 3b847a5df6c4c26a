import type { Passage } from '@octavo/manuscript'
import type { Footnotes } from './footnotes.ts'
import { escapeMyst, fingerprint, plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { sound } from './sound.ts'
import { proseBlocks } from './substance.ts'
import { wordsOf } from './words.ts'

/** A block of MyST and the passage whose words it holds. */
export interface Rendered {
  text: string
  passage: Passage
}

const shortSentence = 5

/** Remembers the sentences that a text holds, to say none of them twice. Sentences under five words are never dropped. */
export class Said {
  readonly #seen = new Set<string>()
  readonly #language: string

  constructor(language: string) {
    this.#language = language
  }

  /** Notes every sentence of a passage. */
  add(passage: Passage): void {
    for (const block of proseBlocks(passage))
      for (const { text } of splitSentences(block, this.#language)) this.#take(text)
  }

  /** The text without sentences said before; the very same string when there are none. */
  fresh(text: string): string {
    const sentences = splitSentences(text, this.#language)
    const kept = sentences.filter(sentence => this.#take(sentence.text))
    return kept.length === sentences.length ? text : kept.map(sentence => sentence.text).join(' ')
  }

  #take(sentence: string): boolean {
    const print = fingerprint(sentence)
    if (wordsOf(print, this.#language).length < shortSentence) return true
    if (this.#seen.has(print)) return false
    this.#seen.add(print)
    return true
  }
}

/** The format of each source by its id. */
export type Formats = Map<string, 'markdown' | 'text'>

// A book has no page for the file such a link leads to.
const localLink = /(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)[^)\s]*\.(?:md|markdown|txt|ipynb|rst)(?:#[^)\s]*)?\)/gi

/** One sentence of the author's, on a line of its own and without his footnotes, as MyST. */
export function sentenceMyst(sentence: string, passage: Passage, formats: Formats): string {
  const line = sentence.replace(/\s+/g, ' ').trim()
  if (formats.get(passage.source) === 'text') return escapeMyst(line)
  return sound(line.replace(/\[\^[^\]\s]+\]/g, '').replace(localLink, '$1'))
}

/**
 * The MyST of a passage as it stands in a chapter: the author's text, without links to files the book does not have, with
 * his footnotes under identifiers of their own; plain text is escaped.
 */
export function mystOf(
  passage: Passage,
  format: 'markdown' | 'text',
  footnotes: Footnotes,
  definitions: Map<string, string>,
): string {
  const text = passage.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (format === 'text') return escapeMyst(text)
  if (passage.kind === 'code' || passage.kind === 'math') return sound(text)
  const linked = text.replace(localLink, '$1').replace(/\[\^([^\]\s]+)\]/g, (_, identifier: string) => {
    const definition = definitions.get(`${passage.source}\n${identifier}`)
    return definition === undefined ? '' : `[^${footnotes.adopt(passage, identifier, definition)}]`
  })
  return passage.kind === 'paragraph' && !/\{[\w:-]+\}`/.test(linked) ? linked : sound(linked)
}

const labelled =
  /^(?:(?:\*\*|__|\*|_)?(note|tip|hint|remember|important|warning|caution|danger|attention)(?:\*\*|__|\*|_)?\s*[:!.](?:\*\*|__|\*|_)?\s+)/i
const worded = /^(note that|remember that|remember|keep in mind|bear in mind|beware|be careful|never forget)\b/i
const directives: Record<string, string> = {
  note: 'note',
  tip: 'tip',
  hint: 'hint',
  remember: 'important',
  important: 'important',
  warning: 'warning',
  caution: 'caution',
  danger: 'danger',
  attention: 'attention',
  'note that': 'note',
  'remember that': 'important',
  'keep in mind': 'important',
  'bear in mind': 'important',
  beware: 'warning',
  'be careful': 'caution',
  'never forget': 'important',
}

/** The box a paragraph asks for by how it opens ("Note that …", "Warning: …"), and the text that goes in it. */
export function admonitionOf(paragraph: string): { directive: string; text: string } | undefined {
  const label = labelled.exec(paragraph)
  if (label) {
    const rest = paragraph.slice(label[0].length)
    return {
      directive: directives[label[1]!.toLowerCase()]!,
      text: rest.replace(/^\p{Ll}/u, letter => letter.toUpperCase()),
    }
  }
  const word = worded.exec(plain(paragraph))
  return word ? { directive: directives[word[1]!.toLowerCase()]!, text: paragraph } : undefined
}

/** A directive fenced by colons, longer than any run of colons that opens a line inside. */
export function directive(name: string, body: string, options: { argument?: string; lines?: string[] } = {}): string {
  const longest = Math.max(2, ...[...body.matchAll(/^\s*(:{3,})/gm)].map(match => match[1]!.length))
  const fence = ':'.repeat(longest + 1)
  const head = `${fence}{${name}}${options.argument ? ` ${options.argument}` : ''}`
  return [head, ...(options.lines ?? []), ...(options.lines?.length ? [''] : []), body.trim(), fence].join('\n')
}

const row = /^\s*(?:[-*+]|\d+[.)])\s+(?:(\*\*|__)(?=\S)(.+?)\1|(`[^`]+`))\s*(?:[:—–]|--|\s-)\s*(.+)$/s

/** The rows of a list that is a table in disguise: at least three short items, each a marked term and its meaning. */
export function tabular(list: string): { term: string; meaning: string }[] | undefined {
  const items = list.trim().split(/\n(?=(?:[-*+]|\d+[.)])\s)/)
  if (items.length < 3) return undefined
  const rows = items.map(item => {
    const match = row.exec(item.replace('**:', ':**').replace(/(\*\*)(.+?):\1/, '$1$2$1:'))
    if (!match || /\n\s*\n|```/.test(item)) return undefined
    return { term: (match[2] ?? match[3])!.trim(), meaning: match[4]!.replace(/\s*\n\s*/g, ' ').trim() }
  })
  return rows.every(each => each !== undefined && each.meaning.length <= 160)
    ? (rows as { term: string; meaning: string }[])
    : undefined
}
