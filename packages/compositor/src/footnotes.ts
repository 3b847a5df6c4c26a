import { type Passage, type Source, slugify } from '@octavo/manuscript'
import type { Phrases } from './phrases.ts'
import { escapeMyst } from './plain.ts'
import { titleOfSource } from './titles.ts'

/** A source as citing it needs it. */
export type CitedSource = Omit<Source, 'text'>

/** Gathers the footnotes of a section: one per passage or run of passages, with readable identifiers. */
export interface Footnotes {
  /** The mark of the place where a passage, with the run it belongs to, stands, e.g. `[^queues-l12]`. */
  mark(passage: Passage): string
  /** Adds a definition in the author's words under a new identifier and returns that. */
  adopt(passage: Passage, identifier: string, text: string): string
  /** The definitions, in the order of their first mark. */
  definitions(): string[]
}

/**
 * Footnotes that say where the author's words stand: `notes/queues.md`, lines 12–18. A passage of one of the
 * `runs` is cited with its whole run. Identifiers are the source's short name and first line, the same in every section.
 */
export function createFootnotes(sources: CitedSource[], phrases: Phrases, runs: Passage[][]): Footnotes {
  const runOf = new Map(runs.flatMap(run => run.map(passage => [passage.id, run] as const)))
  const names = shortNames(sources)
  const notes = new Map<string, string>()
  const place = (run: Passage[]) => {
    const from = Math.min(...run.map(passage => passage.start.line))
    const to = Math.max(...run.map(passage => passage.end.line))
    const source = sources.find(each => each.id === run[0]!.source)
    return `${source ? cited(source) : run[0]!.source}, ${to > from ? `${phrases.lines} ${from}–${to}` : `${phrases.line} ${from}`}`
  }
  return {
    mark(passage) {
      const run = runOf.get(passage.id) ?? [passage]
      const identifier = `${names.get(run[0]!.source) ?? 'source'}-l${run[0]!.start.line}`
      notes.set(identifier, place(run))
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
  if (/^https?:\/\//.test(source.origin))
    return `[${escapeMyst(source.title)}](<${source.origin.replace(/[<>\s]/g, encodeURIComponent)}>)`
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
 * Parts the passages of a unit into runs that share a footnote: each block that can carry a mark begins one, and code,
 * formulas and tables belong to the block before them.
 */
export function runsOf(passages: Passage[]): Passage[][] {
  const runs: Passage[][] = []
  for (const passage of passages) {
    const previous = runs.at(-1)
    const joins = previous && (!carries(passage) || !previous.some(carries)) && previous[0]!.source === passage.source
    if (joins) previous.push(passage)
    else runs.push([passage])
  }
  return runs
}

/** Whether a footnote mark can stand at the end of a passage. */
export function carries(passage: Passage): boolean {
  return ['paragraph', 'list', 'definition', 'quote'].includes(passage.kind) && withMark(passage.text, '') !== undefined
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
