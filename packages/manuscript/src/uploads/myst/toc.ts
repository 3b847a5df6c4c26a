import { naturalOrder } from '../paths.ts'
import type { Reading } from '../reading.ts'

/** A place in a table of contents: a page, or a part without a page of its own. */
export interface TocEntry {
  title?: string
  /** Of the folder; undefined for a part. */
  path?: string
  children: TocEntry[]
}

const pageEndings = ['', '.md', '.ipynb', '.myst', '.markdown']
const deepest = 20

/**
 * Reads tables of contents: `project.toc` of a `myst.yml` (https://mystmd.org/guide/table-of-contents) and `_toc.yml` of
 * Jupyter Book (https://jupyterbook.org/v1/structure/configure.html), in all of their forms.
 */
export class TocReader {
  readonly #pages: string[]
  readonly #folder: string
  readonly #reading: Reading
  readonly #listed = new Set<string>()

  /** `folder` is where the table of contents stands: '' or with a slash at its end. */
  constructor(pages: Iterable<string>, folder: string, reading: Reading) {
    this.#pages = naturalOrder(pages)
    this.#folder = folder
    this.#reading = reading
  }

  read(toc: unknown): TocEntry[] {
    if (Array.isArray(toc)) return this.#entries(toc, 0)
    if (!isRecord(toc)) return []
    const root = typeof toc.root === 'string' ? this.#entry({ file: toc.root }, 0) : []
    return [...root, ...this.#entries(childrenOf(toc), 0)]
  }

  #entries(items: unknown[], depth: number): TocEntry[] {
    if (depth > deepest) {
      this.#reading.warn(`The table of contents is deeper than ${deepest} levels: what is below is left out.`)
      return []
    }
    return items.flatMap(item => (isRecord(item) ? this.#entry(item, depth) : []))
  }

  #entry(item: Record<string, unknown>, depth: number): TocEntry[] {
    const title = [item.title, item.caption, item.part, item.header].find(name => typeof name === 'string')
    const entry = (path?: string, children = this.#entries(childrenOf(item), depth + 1)): TocEntry => ({
      ...(title !== undefined && { title }),
      ...(path !== undefined && { path }),
      children,
    })
    if (typeof item.file === 'string') {
      const path = this.#find(item.file)
      if (path === undefined) {
        this.#reading.warn(`The table of contents names ${item.file}, which is not in the folder.`)
        return entry().children
      }
      return [entry(path)]
    }
    const pattern = item.pattern ?? item.glob
    if (typeof pattern === 'string') return this.#matching(pattern).map(path => ({ path, children: [] }))
    if (typeof item.url === 'string') {
      this.#reading.warn(`The table of contents links to ${item.url}, which is not part of the folder: it is left out.`)
      return entry().children
    }
    if (title === undefined) return entry().children
    return [entry()]
  }

  #find(file: string): string | undefined {
    const parts = `${this.#folder}${file}`.split('/').filter(part => part !== '.' && part !== '')
    const path = parts.join('/').normalize('NFC')
    const found = pageEndings.map(ending => path + ending).find(candidate => this.#pages.includes(candidate))
    if (found !== undefined) this.#listed.add(found)
    return found
  }

  /** The pages a pattern names that nothing named before. */
  #matching(pattern: string): string[] {
    const glob = globExpression(this.#folder + pattern.replace(/^\.\//, ''))
    const found = this.#pages.filter(
      path => !this.#listed.has(path) && pageEndings.some(e => glob.test(withoutEnding(path, e))),
    )
    for (const path of found) this.#listed.add(path)
    return found
  }
}

function withoutEnding(path: string, ending: string): string {
  return ending !== '' && path.endsWith(ending) ? path.slice(0, -ending.length) : path
}

function childrenOf(item: Record<string, unknown>): unknown[] {
  return [item.parts, item.children, item.chapters, item.sections].flatMap(list => (Array.isArray(list) ? list : []))
}

/** `*` and `?` stay within a folder, `**` does not. */
function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|[^\w/-]/g, mark => {
    if (mark.startsWith('**')) return mark.endsWith('/') ? '(?:[^/]*/)*' : '.*'
    if (mark === '*') return '[^/]*'
    return mark === '?' ? '[^/]' : `\\${mark}`
  })
  return new RegExp(`^${source}$`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
