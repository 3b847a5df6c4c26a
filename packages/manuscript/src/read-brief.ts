import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { type Brief, bookKinds, brief } from './brief.ts'
import { findFeature, similarFeatures } from './features/find-feature.ts'
import { yamlProblem } from './yaml-problem.ts'

/** A brief that cannot be used. The message lists every problem, one a line, each with its line and how to mend it. */
export class BriefError extends Error {
  override name = 'BriefError'
  readonly problems: { line: number; message: string }[]

  constructor(file: string, problems: { line: number; message: string }[]) {
    super(problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'))
    this.problems = problems
  }
}

/** Per key: what its value must be and how to write one. `author` is the singular of `authors`. */
const keys: Record<Exclude<keyof Brief, 'notes'> | 'author', { must: string; example: string }> = {
  title: { must: 'text of 1 to 500 characters', example: 'title: "Job Queues: A Field Guide"' },
  subtitle: { must: 'text of at most 500 characters', example: 'subtitle: "Patterns that survive a crash"' },
  author: { must: 'a name, or a list of at most 50 names', example: 'author: Ada Lovelace' },
  authors: { must: 'a name, or a list of at most 50 names', example: 'authors: [Ada Lovelace, Charles Babbage]' },
  description: { must: 'text of at most 5,000 characters', example: 'description: "What the book is about"' },
  audience: { must: 'text of at most 2,000 characters', example: 'audience: "Engineers who run PostgreSQL"' },
  language: { must: 'a language tag (BCP 47)', example: 'language: en, or de-CH, or pt-BR' },
  genre: { must: 'text of at most 200 characters', example: 'genre: mystery' },
  kind: { must: `one of ${bookKinds.join(', ')}`, example: 'kind: technical' },
  chapters: { must: 'a whole number from 1 to 200', example: 'chapters: 12' },
  words: { must: 'a whole number greater than 0, for the whole book', example: 'words: 40000' },
  features: { must: 'a list of at most 200 feature names', example: 'features: [note, exercise, glossary]' },
  model: { must: 'the name of a model', example: 'model: octavo/compositor-1' },
  sources: {
    must: 'a list of at most 1,000 globs and URLs',
    example: 'sources: ["notes/*.md", "https://example.org/page"]',
  },
}
const isKey = (key: string): key is keyof typeof keys => Object.hasOwn(keys, key)

/**
 * Reads a brief: YAML front matter between `---` lines, then free text, which becomes `notes`. Lists may be given as a
 * single string; a key without a value counts as absent. `file` names the brief in messages.
 *
 * @throws BriefError with all problems at once: no text, no or unclosed front matter, broken YAML, unknown keys, values
 * of the wrong type, features nobody knows, a missing title.
 */
export function readBrief(text: string, file = 'brief.md'): Brief {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const template = 'Begin it with three lines: "---", then title: "Your title", then "---"'
  const fail = (line: number, message: string) => new BriefError(file, [{ line, message }])
  if (source.trim() === '') throw fail(1, `the brief is empty. ${template}`)
  const opening = /^\s*---[ \t]*\n/.exec(source)
  if (!opening) throw fail(1, `the brief has no front matter, so it has no title. ${template}`)
  const rest = source.slice(opening[0].length)
  const closing = /^(?:---|\.\.\.)[ \t]*$/m.exec(rest)
  const offset = opening[0].split('\n').length - 1
  if (!closing) throw fail(offset, 'the front matter that opens here never ends. Add a line "---" after its last key')

  const { values, lines, problems } = readYaml(rest.slice(0, closing.index), offset)
  const given: Record<string, unknown> = { notes: rest.slice(closing.index + closing[0].length).trim() }
  for (const [key, value] of Object.entries(values)) {
    if (!isKey(key)) problems.push({ line: lines.get(key) ?? offset + 1, message: unknownKey(key) })
    else if (value !== null) given[key === 'author' ? 'authors' : key] = asList(key, value)
  }
  if (values.author != null && values.authors != null) {
    const line = lines.get('author') ?? offset
    problems.push({ line, message: 'give either "author" or "authors", not both. Keep authors, with every name' })
  }
  // With broken YAML the values are a guess: only its own errors are worth showing.
  const broken = problems.some(problem => 'yaml' in problem)
  const parsed = brief.safeParse(given)
  if (!parsed.success && !broken) {
    for (const key of new Set(parsed.error.issues.map(issue => String(issue.path[0])))) {
      const written = key === 'authors' && values.authors == null ? 'author' : key
      if (!isKey(written)) throw parsed.error
      const line = lines.get(written) ?? offset
      problems.push({ line, message: wrongValue(written, values[written]) })
    }
  }
  for (const name of parsed.data?.features ?? []) {
    if (!findFeature(name)) problems.push({ line: lines.get('features') ?? offset, message: unknownFeature(name) })
  }
  if (problems.length > 0)
    throw new BriefError(
      file,
      problems.map(({ line, message }) => ({ line, message })).sort((a, b) => a.line - b.line),
    )
  return brief.parse(given)
}

interface FrontMatter {
  values: Record<string, unknown>
  lines: Map<string, number>
  problems: { line: number; message: string; yaml?: true }[]
}

/** The keys of the front matter with their values and the lines they stand on in the whole file. */
function readYaml(yaml: string, offset: number): FrontMatter {
  const counter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: counter })
  const lines = new Map<string, number>()
  const written = yaml.split('\n')
  const problems: FrontMatter['problems'] = document.errors.map(error => {
    const line = error.linePos?.[0].line ?? 1
    return { line: line + offset, message: yamlProblem(error, written[line - 1] ?? ''), yaml: true }
  })
  if (problems.length > 0) return { values: {}, lines, problems }
  if (document.contents === null) return { values: {}, lines, problems }
  if (!isMap(document.contents)) {
    problems.push({
      line: offset + 1,
      message: 'the front matter must be keys with values. Write e.g. title: "Your title"',
      yaml: true,
    })
    return { values: {}, lines, problems }
  }
  for (const { key } of document.contents.items) {
    if (isScalar(key) && key.range) lines.set(String(key.value), counter.linePos(key.range[0]).line + offset)
  }
  try {
    return { values: document.toJS(), lines, problems }
  } catch (error) {
    // An alias that names nothing, most often a glob without quotes, or ones that multiply (yaml's maxAliasCount).
    if (!(error instanceof ReferenceError)) throw error
    const line = written.findIndex(text => /(^|[\s[,])\*/.test(text))
    const message = 'a value that begins with * needs quotes. Write e.g. sources: ["*.md"]'
    problems.push({ line: Math.max(line, 0) + 1 + offset, message, yaml: true })
    return { values: {}, lines, problems }
  }
}

/** Keys that hold lists accept a single string; every other value stays as it is for the schema to judge. */
function asList(key: string, value: unknown): unknown {
  return typeof value === 'string' && ['author', 'authors', 'features', 'sources'].includes(key) ? [value] : value
}

function unknownKey(key: string): string {
  const near = Object.keys(keys).find(known => known.slice(0, 3) === key.toLowerCase().slice(0, 3))
  const known = Object.keys(keys).join(', ')
  return `"${key}" is not a key of a brief. ${near ? `Did you mean ${near}? ` : ''}Known keys: ${known}`
}

function unknownFeature(name: string): string {
  const near = similarFeatures(name).map(({ id }) => id)
  const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''
  return `"${name}" is not a feature of MyST. ${meant}docs/features.md lists them all; say what else you want in the text after the front matter`
}

function wrongValue(key: keyof typeof keys, value: unknown): string {
  const { must, example } = keys[key]
  if (key === 'title' && value == null) return `the title is missing. Add a line such as ${example}`
  const shown = JSON.stringify(value) ?? String(value)
  return `"${key}" must be ${must}, not ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}. Write e.g. ${example}`
}
