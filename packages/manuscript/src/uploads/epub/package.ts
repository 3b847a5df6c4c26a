import { resolvePath } from '../../audit/paths.ts'
import { attribute, childrenNamed, type Element, find, findAll, wordsOf } from '../html/element.ts'
import { decodeXml, parseXml, XmlError } from '../html/parse-xml.ts'
import { languageTag } from '../language-tag.ts'
import type { Reading } from '../reading.ts'
import type { UploadMetadata } from '../upload.ts'

export interface ManifestItem {
  id: string
  path: string
  mediaType: string
  properties: string[]
}

/** What the package document of an EPUB says (EPUB 3.3 §5, OPF 2.0.1). */
export interface EpubPackage {
  metadata: UploadMetadata
  items: Map<string, ManifestItem>
  /** In reading order; those that are not part of it come last. */
  spine: ManifestItem[]
  nav?: ManifestItem
  ncx?: ManifestItem
  cover?: ManifestItem
  /** Landmarks of EPUB 2: what places are, by path with fragment. */
  guide: { type: string; path: string }[]
}

/** An XML file of the archive. Throws damaged when it is missing or not well-formed. */
export function readXmlFile(files: Map<string, Uint8Array>, path: string, reading: Reading): Element {
  const bytes = files.get(path)
  const text = bytes && decodeXml(bytes)
  if (text === undefined)
    throw reading.damaged(
      `has no ${path}, without which it is no EPUB. Export it again from the program it comes from.`,
    )
  try {
    return parseXml(text, reading.limits)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw reading.damaged(
      `has a ${path} that cannot be read: ${error.message}. Export it again from the program it comes from.`,
      error,
    )
  }
}

export function readPackage(files: Map<string, Uint8Array>, reading: Reading): EpubPackage {
  const rootfiles = findAll(readXmlFile(files, 'META-INF/container.xml', reading), 'rootfile')
  const path = rootfiles.map(file => file.attributes['full-path']).find(path => path !== undefined)
  if (!path) throw reading.damaged('does not say where its book is (META-INF/container.xml). Export it again.')
  if (rootfiles.length > 1) reading.warn('The file holds more than one rendition of the book: the first is read.')
  const root = readXmlFile(files, path, reading)
  const items = manifest(root, path, reading)
  const spine = find(root, 'spine')
  const byId = (id: string | undefined) => (id === undefined ? undefined : items.get(id))
  const refs = spine ? childrenNamed(spine, 'itemref') : []
  const linear = refs.filter(ref => ref.attributes.linear !== 'no')
  const other = refs.filter(ref => ref.attributes.linear === 'no')
  const named = (property: string) => [...items.values()].find(item => item.properties.includes(property))
  const meta = findAll(root, 'meta')
  const coverId = meta.find(({ attributes }) => attributes.name === 'cover')?.attributes.content
  const nav = named('nav')
  const ncx =
    byId(spine?.attributes.toc) ?? [...items.values()].find(item => item.mediaType === 'application/x-dtbncx+xml')
  const cover = named('cover-image') ?? byId(coverId)
  return {
    metadata: metadataOf(root, meta),
    items,
    spine: [...linear, ...other].map(ref => byId(ref.attributes.idref)).filter(item => item !== undefined),
    ...(nav && { nav }),
    ...(ncx && { ncx }),
    ...(cover && { cover }),
    guide: guideOf(root, path),
  }
}

function manifest(root: Element, base: string, reading: Reading): Map<string, ManifestItem> {
  const items = new Map<string, ManifestItem>()
  const element = find(root, 'manifest')
  for (const { attributes } of element ? childrenNamed(element, 'item') : []) {
    const { id, href, properties = '' } = attributes
    const path = href === undefined ? undefined : resolvePath(base, href)
    if (!id || path === undefined) {
      reading.warn(`The file lists ${href ?? 'something'}, which is not in it.`)
      continue
    }
    items.set(id, { id, path, mediaType: attributes['media-type'] ?? '', properties: properties.split(/\s+/) })
  }
  return items
}

function guideOf(root: Element, base: string): EpubPackage['guide'] {
  return findAll(root, 'reference').flatMap(({ attributes }) => {
    const [href = '', fragment] = (attributes.href ?? '').split('#')
    const path = resolvePath(base, href)
    return attributes.type && path ? [{ type: attributes.type, path: fragment ? `${path}#${fragment}` : path }] : []
  })
}

function metadataOf(root: Element, meta: Element[]): UploadMetadata {
  const element = find(root, 'metadata')
  const all = (name: string) => (element ? findAll(element, name).filter(found => wordsOf(found) !== '') : [])
  const text = (name: string) => all(name).map(wordsOf)
  const refined = (of: Element, property: string) =>
    meta.find(({ attributes }) => attributes.refines === `#${of.attributes.id}` && attributes.property === property)
  const typeOf = (title: Element) => wordsOf(refined(title, 'title-type'))
  const titles = all('title')
  const main = titles.find(title => typeOf(title) === 'main') ?? titles[0]
  const subtitle = titles.find(title => typeOf(title) === 'subtitle')
  // A creator without a role, or with that of an author (MARC relators).
  const authors = all('creator').filter(creator => {
    const role = attribute(creator, 'role') ?? wordsOf(refined(creator, 'role'))
    return role === '' || role === 'aut'
  })
  const creators = (authors.length > 0 ? authors : all('creator')).map(wordsOf)
  const single = { language: 'language', description: 'description', publisher: 'publisher', rights: 'rights' }
  const metadata: UploadMetadata = {}
  if (main) metadata.title = wordsOf(main)
  if (subtitle) metadata.subtitle = wordsOf(subtitle)
  if (creators.length > 0) metadata.authors = [...new Set(creators)]
  for (const [key, name] of Object.entries(single) as [keyof typeof single, string][]) {
    const [value] = text(name)
    // Descriptions are often HTML, escaped.
    if (value)
      metadata[key] = value
        .replace(/<[^>]{1,200}>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
  }
  const language = languageTag(metadata.language)
  if (language) metadata.language = language
  else delete metadata.language
  if (text('identifier').length > 0) metadata.identifiers = text('identifier')
  if (text('subject').length > 0) metadata.keywords = text('subject')
  return metadata
}
