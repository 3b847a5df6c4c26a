import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AuditOptions,
  auditBook,
  type BookAudit,
  type BookPage,
  citationKeys,
  externalLinks,
  readPage,
} from '@octavo/manuscript'
import { Failure } from '../failure.ts'
import { type BookSettings, readBookSettings } from './book-settings.ts'
import { fileAt } from './file-at.ts'
import { readPages } from './read-pages.ts'

/** What somebody asks of the audit of a folder. */
export interface FolderAuditOptions extends Pick<AuditOptions, 'only' | 'silenced' | 'styleWords'> {
  /** Tries the links to the web as well; is told how far it is. */
  tryLinks?: (urls: string[]) => Promise<ReadonlyMap<string, string>>
}

export interface FolderAudit {
  audit: BookAudit
  /** Notebooks and other pages the audit does not read. */
  passedOver: string[]
}

/**
 * Audits a folder of MyST Markdown as it lies there: no database, no server, nothing is written. Throws Failure with exit
 * code 2 when there is nothing to audit.
 */
export async function auditFolder(folder: string, options: FolderAuditOptions): Promise<FolderAudit> {
  const settings = await readBookSettings(folder)
  const { pages, found, passedOver } = await readPages(folder, settings)
  if (pages.length === 0 && found.length === 0) {
    throw new Failure(`There is no Markdown in ${folder}.`, 'Name the folder of a book.', { exitCode: 2 })
  }
  const { tryLinks, ...wishes } = options
  const citations = await readCitations(folder, settings)
  const audit = auditBook(pages, {
    ...wishes,
    found: [...settings.found, ...found],
    fileAt: path => fileAt(folder, path),
    abbreviations: settings.abbreviations,
    ...(citations && { citations }),
    ...(settings.repository && { repository: settings.repository }),
    ...(tryLinks && { deadLinks: await tryLinks(linksOf(pages)) }),
  })
  return { audit, passedOver }
}

const linksOf = (pages: readonly BookPage[]) => [
  ...new Set(pages.flatMap(({ page }) => externalLinks(readPage(page)).map(({ url }) => url))),
]

const largestBibliography = 20_000_000

/** The keys of the bibliographies a book names, or of `references.bib`; undefined when there are none. */
async function readCitations(folder: string, { bibliographies }: BookSettings): Promise<Set<string> | undefined> {
  const keys = new Set<string>()
  let any = false
  for (const path of bibliographies.length > 0 ? bibliographies : ['references.bib']) {
    if (/^https?:/i.test(path)) return undefined
    const full = join(folder, path)
    if (!statSync(full, { throwIfNoEntry: false })?.isFile() || statSync(full).size > largestBibliography) continue
    any = true
    const text = await readFile(full, 'utf8')
    for (const key of citationKeys(text)) keys.add(key)
  }
  return any ? keys : undefined
}
