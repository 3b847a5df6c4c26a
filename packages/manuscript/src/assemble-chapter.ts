import { blockTokens, type InlineRun, parts, type Token } from './blocks.ts'
import { type FootnoteDefinition, footnoteDefinitions, footnoteReferences, spelling } from './footnotes.ts'

/** What a chapter is made of. `label` is the target other pages refer to; sections come in the order they are read. */
export interface ChapterParts {
  title: string
  label: string
  sections: { title: string; text: string }[]
}

/**
 * Makes one MyST page of a chapter: its label, its title, each section under a heading of level 2, and the footnotes at
 * the end. A section that begins with a heading of its own keeps that one; one with an empty title gets none. Levels of headings are changed only where
 * the page would skip one; setext headings then become ATX. A footnote with the same identifier and text as an earlier
 * one is dropped, one with the same identifier and another text is renamed within its section. Nothing else changes;
 * footnotes and headings inside of lists, quotes and directives stay where they are. Same parts, same bytes.
 *
 * @throws RangeError when the label could not be written as `(label)=`.
 */
export function assembleChapter({ title, label, sections }: ChapterParts): string {
  if (!/^[\w|@<>*./\-+:]{1,100}$/.test(label)) {
    throw new RangeError(
      `"${label}" cannot be a label. Use 1 to 100 letters, digits or - . _ : / and no spaces, such as slugify gives`,
    )
  }
  const page = [`(${label})=\n# ${oneLine(title)}`]
  const texts = renameFootnotes(sections.map(section => withoutBlankEdges(section.text)))
  const notes = new Map<string, string>()
  for (const [index, { text, definitions }] of texts.entries()) {
    const { lines, ownsHeading } = shiftHeadings(text)
    const written = text.split('\n')
    for (const { identifier, start, end } of definitions) {
      if (!notes.has(identifier)) notes.set(identifier, written.slice(start, end).join('\n'))
    }
    const heading = oneLine(sections[index]!.title)
    if (!ownsHeading && heading) page.push(`## ${heading}`)
    const body = withoutBlankEdges(withoutLines(lines, definitions))
    if (body !== '') page.push(body)
  }
  if (notes.size > 0) page.push([...notes.values()].join('\n\n'))
  return `${page.join('\n\n')}\n`
}

const oneLine = (title: string) => title.replace(/\s+/g, ' ').trim()

function withoutBlankEdges(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** The lines that are left without these ranges and the blank lines after each. */
function withoutLines(lines: string[], ranges: { start: number; end: number }[]): string {
  const gone = new Set<number>()
  for (const { start, end } of ranges) {
    for (let line = start; line < end || lines[line]?.trim() === ''; line++) gone.add(line)
  }
  return lines.filter((_, line) => !gone.has(line)).join('\n')
}

interface Section {
  text: string
  definitions: FootnoteDefinition[]
}

/** Gives a footnote another identifier where an earlier section uses the same one for another text. */
function renameFootnotes(texts: string[]): Section[] {
  const sections = texts.map(text => ({
    text,
    definitions: footnoteDefinitions(text, 'part'),
    references: footnoteReferences(parts(text, 'part')),
  }))
  const names = new Set(
    sections.flatMap(({ definitions, references }) => [...definitions, ...references].map(note => note.identifier)),
  )
  const bodies = new Map<string, string>()
  return sections.map(({ text, definitions, references }) => {
    const renamed = new Map<string, string>()
    for (const { identifier, body } of definitions) {
      if (renamed.has(identifier)) continue
      const earlier = bodies.get(identifier)
      if (earlier === undefined) bodies.set(identifier, body)
      else if (earlier !== body) {
        const name = freeName(identifier, body, names, bodies)
        renamed.set(identifier, name)
        names.add(name)
        bodies.set(name, body)
      }
    }
    if (renamed.size === 0) return { text, definitions }
    const lines = text.split('\n')
    for (const { start, identifier } of definitions) {
      const name = renamed.get(identifier)
      if (name) lines[start] = lines[start]!.replace(`[^${identifier}]`, `[^${name}]`)
    }
    const runs = new Map<InlineRun, Map<string, Set<number>>>()
    for (const { identifier, occurrence, run } of references) {
      if (!renamed.has(identifier)) continue
      const turns = runs.get(run) ?? new Map<string, Set<number>>()
      runs.set(run, turns.set(identifier, (turns.get(identifier) ?? new Set()).add(occurrence)))
    }
    // Runs that share a line, as cells of a table do, would count each other's spellings: those are one run.
    for (const [run, turns] of runs) replaceReferences(lines, run, turns, renamed)
    const result = lines.join('\n')
    return { text: result, definitions: footnoteDefinitions(result, 'part') }
  })
}

/** The identifier a footnote with this text already got in an earlier section, or the next one nobody uses. */
function freeName(identifier: string, body: string, names: Set<string>, bodies: Map<string, string>): string {
  for (let number = 2; ; number++) {
    const name = `${identifier}-${number}`
    if (!names.has(name) || bodies.get(name) === body) return name
  }
}

/** Writes the new names of the references in a run; `turns` says which of the equal spellings are references. */
function replaceReferences(
  lines: string[],
  { start, end }: InlineRun,
  turns: Map<string, Set<number>>,
  renamed: Map<string, string>,
): void {
  const seen = new Map<string, number>()
  for (let line = start; line < end; line++) {
    const before = lines[line]!
    lines[line] = before.replace(spelling, (written, identifier: string, at: number) => {
      // What opens a line as [^x]: is the definition, which is no part of the run.
      if (before[at + written.length] === ':' && before.slice(0, at).trim() === '') return written
      const turn = seen.get(identifier) ?? 0
      seen.set(identifier, turn + 1)
      return turns.get(identifier)?.has(turn) ? `[^${renamed.get(identifier)}]` : written
    })
  }
}

/** Moves the headings of a section below the title of the page without a jump, keeping which is under which. */
function shiftHeadings(text: string): { lines: string[]; ownsHeading: boolean } {
  const tokens = blockTokens(text, 'part').filter(token => token.level === 0)
  const first = tokens.find(
    token => token.nesting >= 0 && !['myst_target', 'myst_line_comment', 'myst_block_break'].includes(token.type),
  )
  const ownsHeading = first?.type === 'heading_open'
  const top = ownsHeading ? 2 : 3
  const above: { written: number; depth: number }[] = []
  const lines = text.split('\n')
  for (const token of tokens) {
    if (token.type !== 'heading_open' || !token.map) continue
    const written = Number(token.tag[1])
    while (above.length > 0 && above.at(-1)!.written >= written) above.pop()
    const depth = Math.min(6, above.length > 0 ? above.at(-1)!.depth + 1 : top)
    above.push({ written, depth })
    if (depth !== written) setDepth(lines, token, token.map, depth)
  }
  return { lines, ownsHeading }
}

function setDepth(lines: string[], token: Token, [start, end]: [number, number], depth: number): void {
  const marks = '#'.repeat(depth)
  if (token.markup.startsWith('#')) {
    lines[start] = lines[start]!.replace(/^(\s*)#+/, `$1${marks}`)
    return
  }
  const title = lines.slice(start, end - 1).map(line => line.trim())
  lines.splice(start, end - start, `${marks} ${title.join(' ')}`, ...Array<string>(end - start - 1).fill(''))
}
