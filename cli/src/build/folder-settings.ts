import { createHash } from 'node:crypto'
import { parse } from 'yaml'

/** What the settings of a folder say that only printing asks for. */
export interface FolderSettings {
  /** A UUID, where the author has given one. */
  id?: string
  numberedSections: number
  macros: Record<string, string>
  abbreviations: Record<string, string>
  isbn?: string
  /** A path within the folder, or an address. */
  cover?: string
}

type Yaml = Record<string, unknown>

/**
 * Reads `project` of a `myst.yml` (https://mystmd.org/guide/configuration): numbering of headings, macros, abbreviations,
 * the thumbnail as cover. What is there in another form than it should be counts as not there; audits speak of that.
 */
export function folderSettings(text: string | undefined): FolderSettings {
  const project = record(record(text === undefined ? undefined : parse(text)).project)
  const { id, thumbnail, identifiers } = project
  const isbn = record(identifiers).isbn ?? project.isbn
  return {
    ...(typeof id === 'string' && uuid.test(id) && { id }),
    numberedSections: numberedSections(record(project.numbering)),
    macros: macrosOf(record(project.math)),
    abbreviations: strings(record(project.abbreviations)),
    ...(typeof isbn === 'string' && { isbn }),
    ...(typeof thumbnail === 'string' && { cover: thumbnail.replace(/^\.?\//, '') }),
  }
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

/** A UUID that is the same whenever the name is: version 8, of its hash (RFC 9562 §5.8). */
export function namedUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 0b0011) | 0b1000).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function numberedSections(numbering: Yaml): number {
  const on = (value: unknown) => value === true || record(value).enabled === true
  if (on(numbering.headings)) return 3
  let depth = 0
  while (depth < 6 && on(numbering[`heading_${depth + 1}`])) depth++
  return depth
}

/** `\R: \mathbb{R}`, or `{ macro: … }` with how it is shown besides. */
function macrosOf(math: Yaml): Record<string, string> {
  return strings(
    Object.fromEntries(
      Object.entries(math).map(([name, value]) => [
        name.startsWith('\\') ? name : `\\${name}`,
        typeof value === 'string' ? value : record(value).macro,
      ]),
    ),
  )
}

const strings = (values: Yaml): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

const record = (value: unknown): Yaml =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Yaml) : {}
