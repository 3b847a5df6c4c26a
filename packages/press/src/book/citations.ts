import type { BookNode } from './nodes.ts'

/** A work as CSL-JSON 1.0 has it, as far as it is printed. */
export interface Work {
  id: string
  type?: string
  title?: string
  author?: Name[]
  editor?: Name[]
  issued?: { 'date-parts'?: (number | string)[][] }
  'container-title'?: string
  publisher?: string
  'publisher-place'?: string
  volume?: string | number
  issue?: string | number
  page?: string
  edition?: string | number
  DOI?: string
  URL?: string
  note?: string
}

interface Name {
  family?: string
  given?: string
  literal?: string
}

/** The works of a bibliography in BibTeX, by key. Throws BibliographyError with what is wrong where. */
export async function readBibliography(bibtex: string): Promise<Map<string, Work>> {
  if (bibtex.trim() === '') return new Map()
  const { Cite } = await import('@citation-js/core')
  await import('@citation-js/plugin-bibtex')
  try {
    const works = new Cite(bibtex).data as Work[]
    return new Map(works.map(work => [work.id, work]))
  } catch (error) {
    throw new BibliographyError(
      `The bibliography is no BibTeX that can be read: ${(error as Error).message.split('\n')[0]}`,
      { cause: error },
    )
  }
}

export class BibliographyError extends Error {
  override name = 'BibliographyError'
}

/** `Lamport`, `Lamport & Shostak`, `Lamport et al.` */
export function shortAuthors(work: Work): string {
  const names = (work.author ?? work.editor ?? []).map(name => name.family ?? name.literal ?? name.given ?? '')
  if (names.length === 0) return work.title ?? work.id
  if (names.length <= 2) return names.join(' & ')
  return `${names[0]} et al.`
}

export const yearOf = (work: Work): string => String(work.issued?.['date-parts']?.[0]?.[0] ?? 'n.d.')

/** By author, year and title: the order of a list of references. */
export const byAuthor = (a: Work, b: Work): number =>
  shortAuthors(a).localeCompare(shortAuthors(b)) ||
  yearOf(a).localeCompare(yearOf(b)) ||
  (a.title ?? '').localeCompare(b.title ?? '')

/** A work as one entry of a list, by author and year. */
export function referenceNodes(work: Work): BookNode[] {
  const nodes: BookNode[] = []
  const text = (value: string) => nodes.push({ type: 'text', value })
  const italic = (value: string) => nodes.push({ type: 'emphasis', children: [{ type: 'text', value }] })
  const people = work.author ?? work.editor
  text(`${people ? people.map(fullName).join('; ') : (work.title ?? work.id)} (${yearOf(work)}). `)
  const contained = work['container-title'] !== undefined
  if (people && work.title) {
    if (contained) text(`${work.title}. `)
    else {
      italic(work.title)
      text(work.edition === undefined ? '. ' : `, ed. ${work.edition}. `)
    }
  }
  if (contained) {
    italic(work['container-title']!)
    const number = [work.volume, work.issue === undefined ? undefined : `(${work.issue})`].filter(Boolean).join('')
    text(`${[number && ` ${number}`, work.page && `: ${work.page.replace(/-+/g, '–')}`].filter(Boolean).join('')}. `)
  }
  const press = [work['publisher-place'], work.publisher].filter(Boolean).join(': ')
  if (press) text(`${press}. `)
  const url = work.DOI ? `https://doi.org/${work.DOI}` : work.URL
  if (url && /^https?:\/\//.test(url)) nodes.push({ type: 'link', url, children: [{ type: 'text', value: url }] })
  else {
    const last = nodes.at(-1)!
    if (last.type === 'text') last.value = String(last.value).trimEnd()
  }
  return nodes
}

const fullName = ({ family, given, literal }: Name) =>
  literal ??
  [family, given?.replace(/(\p{L})[\p{L}'’]*/gu, '$1').replace(/(\p{L})\.?(?=\s|-|$)/gu, '$1.')]
    .filter(Boolean)
    .join(', ')
