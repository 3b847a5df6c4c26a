import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { ParsedPage } from '../parsed-page.ts'
import { yamlProblem } from '../yaml-problem.ts'

/** What the YAML at the top of a page says, as far as an audit asks. */
export interface FrontMatter {
  /** The label of the page itself. */
  label?: { text: string; line: number }
  /** Abbreviations it writes out. */
  abbreviations: string[]
  problems: { line: number; message: string }[]
}

// The YAML parser compares every key with every other.
const longest = 20_000

/** Reads the front matter of a page; without any, there is nothing in it. */
export function readFrontMatter({ tree, text }: ParsedPage): FrontMatter {
  const read: FrontMatter = { abbreviations: [], problems: [] }
  if (!/^\uFEFF?---/.test(text)) return read
  if (isNeverClosed(text)) {
    const message = 'the front matter is never closed, so all of the page is taken for it. Add a line of --- after it'
    read.problems.push({ line: 1, message })
    return read
  }
  // myst-parser turns front matter into a listing in YAML at the top of the page.
  const first = tree.children[0]
  const yaml = first?.type === 'code' && first.lang === 'yaml' && first.position?.start.line === 1 ? first.value : ''
  if (!yaml) return read
  if (yaml.length > longest) {
    const message = `the front matter has ${yaml.length} characters; at most ${longest} are read. Move what is long to myst.yml or into the page`
    read.problems.push({ line: 1, message })
    return read
  }
  return readPlain(yaml) ?? readYaml(yaml, read)
}

const word = String.raw`[A-Za-z0-9][^:#\[\]{},"&*!|>%@\x60\0-\x1f\x7f-\x9f\u2028\u2029\uFEFF]*`
const plainLine = new RegExp(
  `^([a-z][\\w-]*): (?:"([^"\\\\\0-\\x1f\\x7f-\\x9f\\u2028\\u2029\\uFEFF]*)"|(${word})|\\[${word}(?:, ${word})*\\])$`,
)

/**
 * Front matter whose every line is a key with text in quotes, plain text or a list of it: nothing can be wrong with that
 * but a key given twice. The parser of YAML would take a tenth of the time of an audit for it.
 */
function readPlain(yaml: string): FrontMatter | undefined {
  const read: FrontMatter = { abbreviations: [], problems: [] }
  const keys = new Set<string>()
  for (const [index, line] of yaml.split('\n').entries()) {
    const match = plainLine.exec(line)
    if (!match) return undefined
    const [, key = '', quoted, plain] = match
    if (key === 'abbreviations' || keys.has(key)) return undefined
    keys.add(key)
    const text = quoted ?? plain
    if (key !== 'label' || text === undefined) continue
    // A number, a date or a word such as true is not text; the parser knows.
    if (quoted === undefined && !/^[a-z][\w-]*-/i.test(text)) return undefined
    read.label = { text: text.trim(), line: index + 2 }
  }
  return read
}

function readYaml(yaml: string, read: FrontMatter): FrontMatter {
  const counter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: counter, logLevel: 'silent' })
  const lines = yaml.split('\n')
  // The dashes stand on the first line.
  for (const error of document.errors.slice(0, 5)) {
    const line = error.linePos?.[0].line ?? 1
    read.problems.push({ line: line + 1, message: yamlProblem(error, lines[line - 1] ?? '') })
  }
  if (document.errors.length > 0 || document.contents === null) return read
  if (!isMap(document.contents)) {
    read.problems.push({
      line: 2,
      message: 'the front matter must be keys with values. Write e.g. title: "Your title"',
    })
    return read
  }
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) continue
    if (key.value === 'label' && isScalar(value) && typeof value.value === 'string')
      read.label = { text: value.value.trim(), line: counter.linePos(value.range?.[0] ?? 0).line + 1 }
    if (key.value === 'abbreviations' && isMap(value))
      read.abbreviations = value.items.flatMap(item => (isScalar(item.key) ? String(item.key.value) : []))
  }
  return read
}

/** Dashes and a key with a value at the top, and no dashes after them. */
function isNeverClosed(text: string): boolean {
  return (
    /^\uFEFF?---[^\S\n]*(?:\r\n?|\n)[a-z][\w-]{0,50}:(?:\s|$)/.test(text) &&
    !/(?:\r\n?|\n)---[^\S\r\n]*(?:[\r\n]|$)/.test(text)
  )
}
