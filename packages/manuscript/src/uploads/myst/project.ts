import { parseDocument } from 'yaml'
import { decodeText } from '../decode-text.ts'
import { languageTag } from '../language-tag.ts'
import type { Reading } from '../reading.ts'
import type { UploadMetadata } from '../upload.ts'

export type Yaml = Record<string, unknown>

const longest = 1024 ** 2

/** A file of settings; undefined when it is not there. Throws damaged when it is there and no YAML. */
export function readYaml(files: Map<string, Uint8Array>, path: string | undefined, reading: Reading): unknown {
  const bytes = path === undefined ? undefined : files.get(path)
  if (!bytes) return undefined
  const text = decodeText(bytes)?.text ?? ''
  if (text.length > longest) throw reading.damaged(`has a ${path} of more than 1 MB. Shorten it and try again.`)
  const document = parseDocument(text, { uniqueKeys: false })
  const [error] = document.errors
  if (error) {
    const at = error.linePos?.[0].line
    throw reading.damaged(`has a ${path} that is no valid YAML: line ${at ?? '?'}. Mend it and try again.`, error)
  }
  return document.toJS({ maxAliasCount: 100 })
}

/** What `project` of a `myst.yml` says about the book (https://mystmd.org/guide/frontmatter). */
export function projectMetadata(project: Yaml): UploadMetadata {
  return metadataOf({
    title: project.title,
    subtitle: project.subtitle,
    authors: project.authors ?? project.author,
    language: project.language,
    description: project.description,
    publisher: project.publisher,
    rights: project.copyright ?? project.license,
    identifiers: [project.doi, project.isbn].filter(Boolean),
    keywords: project.keywords ?? project.tags,
  })
}

/** What `_config.yml` of a Jupyter Book says about the book. */
export function configMetadata(config: Yaml): UploadMetadata {
  const sphinx = record(record(config.sphinx).config)
  const { title, author, copyright, description } = config
  return metadataOf({ title, authors: author, language: sphinx.language, description, rights: copyright })
}

/** Of YAML as people write it: numbers for text, one thing for a list of one, `{ name: … }` for a person. */
function metadataOf(given: Record<keyof UploadMetadata, unknown> | Yaml): UploadMetadata {
  const metadata: UploadMetadata = {}
  for (const key of ['title', 'subtitle', 'language', 'description', 'publisher', 'rights'] as const) {
    const value = textOf(given[key])
    if (value) metadata[key] = value
  }
  const language = languageTag(metadata.language)
  if (language) metadata.language = language
  else delete metadata.language
  for (const key of ['authors', 'identifiers', 'keywords'] as const) {
    const values = [given[key] ?? []].flat().map(textOf).filter(Boolean)
    if (values.length > 0) metadata[key] = values
  }
  return metadata
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).replace(/\s+/g, ' ').trim()
  const { name, literal, given, family, content, id } = record(value)
  if (given || family) return [given, family].filter(Boolean).join(' ')
  return (
    [name, literal, content, id]
      .map(part => (typeof part === 'object' ? textOf(part) : part))
      .find(Boolean)
      ?.toString() ?? ''
  )
}

export function record(value: unknown): Yaml {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Yaml) : {}
}
