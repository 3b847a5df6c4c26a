import { type FootnoteDefinition, footnoteDefinitions, footnoteReferences } from './footnotes.ts'
import { blockTokens, type Token } from './myst.ts'

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
    for (const { identifier, start, end } of definitions) {
      if (!notes.has(identifier)) notes.set(identifier, text.split('\n').slice(start, end).join('\n'))
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
    references: footnoteReferences(text, 'part'),
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
    // From the last to the first, so that a replacement does not move the turn of those before it.
    for (const { identifier, occurrence, run } of references.toReversed()) {
      const name = renamed.get(identifier)
      if (name) replaceOccurrence(lines, run.start, run.end, `[^${identifier}]`, occurrence, `[^${name}]`)
    }
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

function replaceOccurrence(
  lines: string[],
  start: number,
  end: number,
  spelled: string,
  occurrence: number,
  name: string,
): void {
  let seen = 0
  for (let line = start; line < end; line++) {
    for (let at = lines[line]!.indexOf(spelled); at >= 0; at = lines[line]!.indexOf(spelled, at + 1)) {
      // What opens a line as [^x]: is the definition, which is no part of the run.
      if (/^\s*$/.test(lines[line]!.slice(0, at)) && lines[line]![at + spelled.length] === ':') continue
      if (seen++ !== occurrence) continue
      lines[line] = lines[line]!.slice(0, at) + name + lines[line]!.slice(at + spelled.length)
      return
    }
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
