import { type Passage, type Source, slugify } from '@octavo/manuscript'
import { escapeMyst } from './plain.ts'
import type { Phrases } from './phrases.ts'
import { titleOfSource } from './titles.ts'

/** A source as citing it needs it. */
export type CitedSource = Omit<Source, 'text'>

/** Gathers the footnotes of a section: one per passage or run of passages, with readable identifiers. */
export interface Footnotes {
  /** The mark of the place where the given passages of one source stand, e.g. `[^queues-l12]`. */
  mark(passages: Passage[]): string
  /** Adds a definition in the author's words under a new identifier and returns that. */
  adopt(passage: Passage, identifier: string, text: string): string
  /** The definitions, in the order of their first mark. */
  definitions(): string[]
}

/**
 * Footnotes that say where the author's words stand: `notes/queues.md`, lines 12–18. Identifiers are the source's short
 * name and first line, the same in every section, so that equal ones are equal notes.
 */
export function createFootnotes(sources: CitedSource[], phrases: Phrases): Footnotes {
  const names = shortNames(sources)
  const notes = new Map<string, string>()
  return {
    mark(passages) {
      const first = passages[0]!
      const from = Math.min(...passages.map(passage => passage.start.line))
      const to = Math.max(...passages.map(passage => passage.end.line))
      const source = sources.find(each => each.id === first.source)
      const identifier = `${names.get(first.source) ?? 'source'}-l${from}`
      const lines = to > from ? `${phrases.lines} ${from}–${to}` : `${phrases.line} ${from}`
      notes.set(identifier, `${source ? cited(source) : first.source}, ${lines}`)
      return `[^${identifier}]`
    },
    adopt(passage, identifier, text) {
      const own = `${names.get(passage.source) ?? 'source'}-note-${slugify(identifier)}`
      notes.set(own, text)
      return own
    },
    definitions: () => [...notes].map(([identifier, text]) => `[^${identifier}]: ${text}`),
  }
}

function cited(source: CitedSource): string {
  if (/^https?:\/\//.test(source.origin)) return `[${escapeMyst(source.title)}](<${source.origin.replace(/[<>\s]/g, encodeURIComponent)}>)`
  // As code, so that "queues.md" is not taken for an address and underscores not for emphasis.
  return /^[^\s`]+\.[a-z0-9]{1,8}$/i.test(source.title) ? `\`${source.title}\`` : escapeMyst(source.title)
}

/** A short name for each source, no two alike: from its file name, with a number where that is not enough. */
function shortNames(sources: CitedSource[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const source of sources) {
    const base = slugify(titleOfSource(source)).slice(0, 32).replace(/-+$/, '') || 'source'
    let name = base
    for (let count = 2; taken.has(name); count++) name = `${base}-${count}`
    taken.add(name)
    names.set(source.id, name)
  }
  return names
}

/**
 * Puts a mark at the end of a block of MyST, inside its last line of prose; undefined when it ends in something that
 * cannot carry one (code, math, a table, a directive).
 */
export function withMark(block: string, mark: string): string | undefined {
  const text = block.trimEnd()
  const last = text.slice(text.lastIndexOf('\n') + 1)
  if (/^\s*(?:```|~~~|:::|\$\$|\||<|!\[|\\end\{|#)|\|\s*$|^\s*[-=]{2,}\s*$/.test(last)) return undefined
  return `${text}${mark}`
}
