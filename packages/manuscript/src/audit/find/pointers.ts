import { createHtmlId, type GenericNode, normalizeLabel } from 'myst-common'
import type { BookIndex } from '../book-index.ts'
import { type Finding, finding } from '../finding.ts'
import { tagsIn } from '../html.ts'
import type { AuditOptions } from '../options.ts'
import { decode, isExternal, resolvePath } from '../paths.ts'
import type { Reading } from '../reading.ts'
import type { RuleId } from '../rules.ts'

/** What a page points to that is not there: labels, terms, works, pages, files and addresses. */
export function pointerFindings(reading: Reading, file: string, book: BookIndex, options: AuditOptions): Finding[] {
  const report = (line: number, wrong: Wrong | undefined) =>
    wrong ? finding(wrong.rule, reading.source.spot(line, wrong.spelling), wrong.message) : []
  return [
    ...reading.pointers.flatMap(({ node, line }) => report(line, wrongWith(node, file, book, options))),
    ...externalLinks(reading).flatMap(({ url, line }) => report(line, wrongOnWeb(url, book, options))),
  ]
}

interface Wrong {
  rule: RuleId
  message: string
  /** How it is written in the text. */
  spelling: string
}

function wrongWith(node: GenericNode, file: string, book: BookIndex, options: AuditOptions): Wrong | undefined {
  switch (node.type) {
    case 'crossReference': {
      const label = String(node.label ?? node.identifier ?? '')
      return String(node.identifier ?? '').startsWith('term-') ? wrongTerm(label, book) : wrongLabel(label, book)
    }
    case 'embed': {
      const { label } = (node.source ?? {}) as { label?: unknown }
      return typeof label === 'string' && !isExternal(label) ? wrongLabel(label, book) : undefined
    }
    case 'cite':
      return wrongCitation(String(node.label ?? ''), book, options)
    case 'include':
      return typeof node.file === 'string' && !isExternal(node.file)
        ? wrongPath(node.file, file, book, options)
        : undefined
    default:
      return typeof node.url === 'string' ? wrongAddress(node.url, file, book, options) : undefined
  }
}

function wrongLabel(label: string, book: BookIndex): Wrong | undefined {
  if (label === '' || book.has(label)) return undefined
  const near = book.nearest(label)
  const remedy = near ? `Did you mean "${near}"?` : 'Give its target that label, or name another'
  return {
    rule: 'broken-reference',
    spelling: label,
    message: `nothing in the book has the label "${label}". ${remedy}`,
  }
}

function wrongTerm(term: string, book: BookIndex): Wrong | undefined {
  const identifier = normalizeLabel(term)?.identifier
  if (!identifier || book.terms.has(identifier)) return undefined
  const message = `no glossary of the book defines "${term}". Define it there, or write it without {term}`
  return { rule: 'undefined-term', spelling: term, message }
}

function wrongCitation(key: string, book: BookIndex, { citations }: AuditOptions): Wrong | undefined {
  // A DOI needs no bibliography, and a label can be cited as a work can.
  if (!citations || citations.has(key) || /^(doi:|https?:|10\.\d)/i.test(key) || book.hasLabel(key)) return undefined
  const message = `the bibliography has no entry "${key}". Add one, or correct the key`
  return { rule: 'broken-citation', spelling: key, message }
}

function wrongAddress(url: string, file: string, book: BookIndex, options: AuditOptions): Wrong | undefined {
  // Ways of myst-parser to say that an address is a label or a file.
  const address = url.replace(/^(project|path):/, '')
  if (address.startsWith('#')) return address === '#' ? undefined : wrongLabel(decode(address.slice(1)), book)
  return isExternal(address) ? undefined : wrongPath(address, file, book, options)
}

function wrongOnWeb(url: string, book: BookIndex, options: AuditOptions): Wrong | undefined {
  const reason = options.deadLinks?.get(url)
  if (reason !== undefined) {
    const message = `${shortened(url)} ${reason}. Correct the address, or link to an archived copy`
    return { rule: 'dead-link', spelling: url, message }
  }
  return wrongInRepository(url, book, options)
}

function wrongPath(address: string, file: string, book: BookIndex, { fileAt }: AuditOptions): Wrong | undefined {
  const [, path = '', anchor = ''] = /^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(address) ?? []
  const at = path === '' ? file : resolvePath(file, path)
  const page = at === undefined ? undefined : book.pageAt(at)
  if (page) {
    if (anchor === '' || page.has(decode(anchor)) || book.has(decode(anchor))) return undefined
    const message = `${page.file} has no label or heading "${anchor}". Name one it has, or leave the anchor out`
    return { rule: 'broken-reference', spelling: address, message }
  }
  const report = (message: string): Wrong => ({ rule: 'broken-link', spelling: address, message })
  if (at === undefined)
    return report(`"${shortened(path)}" leads out of the book. Move the file into it, or remove the link`)
  // A label needs no mark before it where Sphinx reads the page.
  if (book.has(path)) return undefined
  if (!fileAt ? !/\.md$/i.test(at) : book.candidates(at).some(candidate => fileAt(candidate) !== undefined))
    return undefined
  const near = book.sameName(at)
  const remedy = near ? `Did you mean "${near}"?` : 'Correct the path, or add the file'
  return report(`there is no "${shortened(at)}" in the book. ${remedy}`)
}

const inRepository =
  /^https?:\/\/(?:www\.)?(?:colab\.research\.google\.com\/github|github\.com|raw\.githubusercontent\.com)\/([^/\s]{1,100}\/[^/\s]{1,100})\/(?:(?:blob|tree|raw|edit)\/)?(?:main|master|HEAD)\/([^\s?#]{1,500})/i

/** The path an address names within the repository of the book. */
export function pathInRepository(url: string, repository: string | undefined): string | undefined {
  if (!repository) return undefined
  const [, name = '', path = ''] = inRepository.exec(url) ?? []
  return name.replace(/\.git$/, '').toLowerCase() === repository.toLowerCase() ? resolvePath('', path) : undefined
}

function wrongInRepository(url: string, book: BookIndex, { fileAt, repository }: AuditOptions): Wrong | undefined {
  const path = pathInRepository(url, repository)
  if (!path || !fileAt || !book.isRepositoryRoot || fileAt(path) || book.pageAt(path)) return undefined
  const near = book.sameName(path)
  const remedy = near ? `Did you mean "${near}"?` : 'Add the file, or correct the address'
  const message = `there is no "${shortened(path)}" in the repository of the book. ${remedy}`
  return { rule: 'broken-link', spelling: url, message }
}

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** Every address on the web a page leads to, as links, pictures or in HTML, with the line it stands on. */
export function externalLinks({ pointers, images, html }: Reading): { url: string; line: number }[] {
  const inTree = [...pointers, ...images].map(({ node, line }) => ({ url: String(node.url ?? ''), line }))
  const inHtml = tagsIn(html, 'a').map(({ attribute, line }) => ({ url: attribute('href') ?? '', line }))
  return [...inTree, ...inHtml].filter(({ url }) => /^https?:\/\//i.test(url))
}

/** A label as MyST compares it, and as it stands in an address. */
export function identifiersOf(label: string): string[] {
  const identifier = normalizeLabel(label)?.identifier
  if (!identifier) return []
  const inAddress = createHtmlId(identifier)
  return inAddress && inAddress !== identifier ? [identifier, inAddress] : [identifier]
}
