import { imageHeader, imageKindOf, namedKind } from '../../audit/image-kind.ts'
import { decodeText } from '../decode-text.ts'
import { isLitter, naturalOrder, withoutRoot } from '../paths.ts'
import type { Reading } from '../reading.ts'
import { type Upload, type UploadBlock, UploadError, type UploadFormat, type UploadMark } from '../upload.ts'
import { notebookPage } from './notebook.ts'
import { pageBlocks, wholePage } from './page-blocks.ts'
import { configMetadata, projectMetadata, readYaml, record } from './project.ts'
import { type TocEntry, TocReader } from './toc.ts'

const isPage = (path: string) => /\.(md|myst|markdown|ipynb)$/i.test(path)

/** Whether a folder has what this can read. */
export function hasPages(paths: Iterable<string>): boolean {
  return [...paths].some(path => isPage(path) && !isLitter(path))
}

/**
 * A folder of MyST, of a Jupyter Book or of Markdown, in the order of its table of contents; without one, in natural
 * order. Pages it does not name are in `removed`. Pages keep their text, pictures the path they have.
 *
 * Throws empty, no-text and damaged.
 */
export async function readMyst(given: Map<string, Uint8Array>, reading: Reading): Promise<Upload> {
  const files = withoutRoot(new Map([...given].filter(([path]) => !isLitter(path))))
  const book = new MystBook(files, reading)
  await book.read()
  return book.upload()
}

class MystBook {
  readonly #files: Map<string, Uint8Array>
  readonly #reading: Reading
  readonly #images = new Map<string, Uint8Array>()
  readonly #blocks: UploadBlock[] = []
  readonly #marks: UploadMark[] = []
  readonly #read = new Set<string>()
  #format: UploadFormat = 'markdown'
  #metadata: Upload['metadata'] = {}
  #from: UploadMark['from'] = 'toc'
  #count = 0

  constructor(files: Map<string, Uint8Array>, reading: Reading) {
    this.#files = files
    this.#reading = reading
  }

  async read(): Promise<void> {
    for (const [path, bytes] of this.#files) {
      if (imageKindOf(bytes.subarray(0, imageHeader)) && (namedKind(path) || !isPage(path)))
        this.#images.set(path, bytes)
    }
    const pages = [...this.#files.keys()].filter(isPage)
    this.#count = pages.length
    const toc = this.#contents(pages)
    if (!toc) this.#from = 'spine'
    await this.#addEntries(toc ?? naturalOrder(pages).map(path => ({ path, children: [] })), 1)
    this.#listUnlisted(pages)
  }

  upload(): Upload {
    const { name, removed, warnings } = this.#reading
    if (this.#blocks.length === 0) {
      throw new UploadError(
        'empty',
        `${name} has no text in its pages. Give a folder whose Markdown has something to read.`,
      )
    }
    const bibliography = [...this.#files]
      .filter(([path]) => /\.bib$/i.test(path))
      .map(([, bytes]) => decodeText(bytes)?.text.trim() ?? '')
      .filter(text => text !== '')
      .join('\n\n')
    return {
      format: this.#format,
      metadata: this.#metadata,
      blocks: this.#blocks,
      marks: this.#marks,
      images: this.#images,
      ...(bibliography && { bibliography: `${bibliography}\n` }),
      removed,
      warnings,
    }
  }

  /** The table of contents, undefined when there is none. Reads what its settings say about the book on the way. */
  #contents(pages: string[]): TocEntry[] | undefined {
    const mystPath = this.#shallowest('myst.yml')
    const tocPath = this.#shallowest('_toc.yml')
    const project = record(record(readYaml(this.#files, mystPath, this.#reading)).project)
    const config = record(readYaml(this.#files, this.#shallowest('_config.yml'), this.#reading))
    this.#metadata = { ...configMetadata(config), ...projectMetadata(project) }
    if (mystPath !== undefined || tocPath !== undefined) this.#format = 'myst'
    const read = (toc: unknown, path: string) =>
      new TocReader(pages, path.slice(0, path.lastIndexOf('/') + 1), this.#reading).read(toc)
    if (mystPath !== undefined && project.toc) return read(project.toc, mystPath)
    return tocPath === undefined ? undefined : read(readYaml(this.#files, tocPath, this.#reading), tocPath)
  }

  #shallowest(name: string): string | undefined {
    const found = [...this.#files.keys()].filter(path => path === name || path.endsWith(`/${name}`))
    return found.sort((a, b) => a.split('/').length - b.split('/').length)[0]
  }

  async #addEntries(entries: TocEntry[], depth: number): Promise<void> {
    for (const { path, title, children } of entries) {
      if (path === undefined) {
        this.#mark(title!, depth, `part:${title}`, 'part')
      } else if (this.#read.has(path)) {
        this.#reading.warn(`The table of contents names ${path} twice: it is read where it is named first.`)
      } else await this.#addPage(path, title, depth)
      await this.#addEntries(children, depth + 1)
    }
  }

  async #addPage(path: string, title: string | undefined, depth: number): Promise<void> {
    await this.#reading.step(this.#read.size, this.#count)
    this.#read.add(path)
    const page = (this.#reading.wholePages ? wholePage : pageBlocks)(this.#text(path), path)
    if (page.blocks.length === 0) {
      this.#reading.warn(`${path} is empty.`)
      return
    }
    this.#mark(title ?? page.title ?? path.replace(/^.*\/|\.\w+$/g, ''), depth, path)
    for (const block of page.blocks) this.#blocks.push(block)
    // Whoever takes pages whole has the files beside them.
    if (this.#reading.wholePages) return
    for (const [, included] of page.blocks.flatMap(({ text }) => [...text.matchAll(includes)])) {
      this.#reading.warn(`${path} includes ${included}: it shows only where that file is beside it.`)
    }
  }

  #mark(title: string, depth: number, identity: string, semantics?: string): void {
    this.#marks.push({
      block: this.#blocks.length,
      title,
      depth,
      from: this.#from,
      identity,
      ...(semantics && { semantics }),
    })
  }

  #text(path: string): string {
    const decoded = decodeText(this.#files.get(path)!)
    if (!decoded) throw this.#reading.damaged(`holds ${path}, which is no text. Take it out or mend it.`)
    if (decoded.guessed) this.#reading.warn(`${path} is read as ${decoded.encoding}: check its letters with accents.`)
    if (!/\.ipynb$/i.test(path)) return decoded.text
    return notebookPage(decoded.text, path, this.#images, this.#reading)
  }

  /** What a page that is left out says. A notebook without its outputs' pictures, or as it is when it is broken. */
  #words(path: string): string {
    const text = decodeText(this.#files.get(path)!)?.text ?? ''
    if (!/\.ipynb$/i.test(path)) return text
    try {
      return notebookPage(text, path, new Map(), this.#reading)
    } catch (error) {
      if (error instanceof UploadError) return text
      throw error
    }
  }

  #listUnlisted(pages: string[]): void {
    const unlisted = pages.filter(path => !this.#read.has(path))
    for (const path of unlisted) {
      this.#reading.remove('unlisted', path, this.#words(path))
    }
    if (unlisted.length > 0) {
      const some = unlisted.slice(0, 3).join(', ')
      const more = unlisted.length > 3 ? ` and ${unlisted.length - 3} more` : ''
      this.#reading.warn(
        `The table of contents does not name ${some}${more}: not part of the book. Add what is to its table of contents.`,
      )
    }
    for (const path of this.#files.keys()) {
      if (!/\.rst$/i.test(path)) continue
      this.#reading.remove('unlisted', path, decodeText(this.#files.get(path)!)?.text ?? '')
      this.#reading.warn(`${path} is reStructuredText, which is not read. Convert it with rst-to-myst and try again.`)
    }
  }
}

const includes = /^[ \t]*(?:`{3,}|:{3,})\{(?:include|literalinclude)\}[ \t]+(\S+)/gm
