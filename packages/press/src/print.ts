import { Binder } from './book/bind-book.ts'
import type { BookProblem, BoundBook } from './book/bound-book.ts'
import type { BookFiles, PressBook } from './book/press-book.ts'
import { DrawnCovers } from './drawn-cover.ts'
import type { FontTheme } from './fonts/index.ts'
import { type ImageCache, type ImagePurpose, type PrepareImage, prepareImages } from './images/index.ts'
import type { PdfOptions, PdfPress } from './pdf/index.ts'
import type { SiteCache } from './site/index.ts'

/** What a book can be printed as. */
export const printFormats = ['site', 'pdf', 'epub', 'docx', 'html', 'markdown', 'json'] as const
export type PrintFormat = (typeof printFormats)[number]

export interface PrintOptions extends Omit<PdfOptions, 'theme'> {
  theme?: FontTheme
  /** Where the site will be. */
  baseUrl?: string
  /** Letters that open chapters, in the EPUB. */
  dropCaps?: boolean
}

/** A book as it came off the press. */
export interface Print {
  /** One file, named by its ending alone, or a tree of them. */
  files: Map<string, Uint8Array>
  problems: BookProblem[]
  /** Of a PDF. */
  pages?: number
}

export interface PrintListener {
  /** What is being done, and of how many steps of it how many are done. */
  tell?: (stage: string, done: number, total: number) => void
  signal?: AbortSignal
}

/**
 * Prints one book again and again, in any format: what did not change since the last time is not made anew. Keep one for
 * as long as the book is worked on, and close it: the printer of PDFs is a process of its own.
 */
export class Press {
  readonly #binder = new Binder()
  readonly #images: ImageCache | undefined
  readonly #sites = new Map<string, SiteCache>()
  readonly #presses = new Map<string, PdfPress>()
  readonly #covers = new DrawnCovers()
  #prepare: PrepareImage
  #bound: { of: PressBook; book: Promise<BoundBook> } | undefined

  constructor({ images }: { images?: ImageCache } = {}) {
    this.#images = images
    this.#prepare = this.#newImages()
  }

  #newImages(): PrepareImage {
    return prepareImages({ threads: 3, ...(this.#images && { cache: this.#images }) })
  }

  /**
   * The book with its numbers and references. The same object again is bound once. Its pictures are prepared for
   * `purpose` while it is read.
   */
  bind(book: PressBook, { tell, signal }: PrintListener = {}, purpose?: ImagePurpose): Promise<BoundBook> {
    if (this.#bound?.of === book) return this.#bound.book
    const begun = new Map<string, Promise<Uint8Array>>()
    const files: BookFiles = {
      has: path => book.files.has(path),
      read(path) {
        const bytes = begun.get(path) ?? book.files.read(path)
        begun.delete(path)
        return bytes
      },
      ...(book.files.fetch && { fetch: url => book.files.fetch!(url) }),
    }
    const begin = (path: string, purpose: ImagePurpose) => {
      if (begun.has(path)) return
      const bytes = book.files.read(path)
      begun.set(path, bytes)
      // What is wrong with it is told by whoever shows it.
      bytes.then(bytes => this.#prepare(bytes, { purpose, name: path })).catch(() => {})
    }
    const bound = this.#binder.bind(
      { ...book, files },
      {
        ...(tell && { onPage: (done, of) => tell('pages', done, of) }),
        ...(purpose && { onPicture: path => begin(path, purpose) }),
        ...(signal && { signal }),
      },
    )
    this.#bound = { of: book, book: bound }
    bound.catch(() => {
      this.#bound = undefined
    })
    return bound
  }

  /** Throws what binding and the format throw, and the signal's reason. Problems of the bound book are among its own. */
  async print(
    book: PressBook,
    format: PrintFormat,
    options: PrintOptions = {},
    listener: PrintListener = {},
  ): Promise<Print> {
    // The process that sets PDFs starts while the book is bound.
    const opening =
      format === 'pdf'
        ? this.#parts()
            .pdf(pdfOptions(options))
            .then(press => press.open())
        : undefined
    const [bound] = await Promise.all([this.bind(book, listener, purposes[format]), opening])
    const shown = covered.has(format) ? await this.#covers.cover(bound) : bound
    const { files, problems, pages } = await printers[format].call(this.#parts(), shown, options, listener)
    return { files, problems: [...bound.problems, ...problems], ...(pages !== undefined && { pages }) }
  }

  #parts(): Parts {
    return {
      prepareImage: this.#prepare,
      site: key => kept(this.#sites, key, async () => new (await import('./site/index.ts')).SiteCache()),
      pdf: options =>
        kept(
          this.#presses,
          JSON.stringify(options),
          async () => new (await import('./pdf/index.ts')).PdfPress(options),
        ),
    }
  }

  /** Lets go of prepared pictures: of one that changed, the old would be kept beside the new. */
  forgetImages(): void {
    this.#prepare = this.#newImages()
  }

  async close(): Promise<void> {
    for (const press of this.#presses.values()) press.close()
    this.#presses.clear()
  }
}

async function kept<T>(map: Map<string, T>, key: string, make: () => Promise<T>): Promise<T> {
  const known = map.get(key)
  if (known) return known
  const made = await make()
  map.set(key, made)
  return made
}

/** What pictures are for in a format, where it takes all of them. */
const purposes: Partial<Record<PrintFormat, ImagePurpose>> = { site: 'site', epub: 'epub', pdf: 'pdf', docx: 'docx' }

/** Formats that show a cover; a book without one gets one that is drawn. */
const covered: ReadonlySet<PrintFormat> = new Set(['site', 'pdf', 'epub'])

/** What printers share from one print to the next. */
interface Parts {
  prepareImage: PrepareImage
  site(key: string): Promise<SiteCache>
  pdf(options: PdfOptions): Promise<PdfPress>
}

type Printer = (this: Parts, book: BoundBook, options: PrintOptions, listener: PrintListener) => Promise<Print>

const single = (ending: string, bytes: Uint8Array, problems: BookProblem[] = []): Print => ({
  files: new Map([[ending, bytes]]),
  problems,
})

// Each is loaded when it is asked for: together they are tens of megabytes of code and fonts.
const printers: Record<PrintFormat, Printer> = {
  async site(book, { theme, baseUrl }, { tell, signal }) {
    const { renderSite } = await import('./site/index.ts')
    const problems: BookProblem[] = []
    const files = new Map<string, Uint8Array>()
    const rendered = renderSite(book, {
      cache: await this.site(JSON.stringify([theme, baseUrl])),
      onProblem: problem => problems.push(problem),
      ...(theme && { theme }),
      ...(baseUrl && { baseUrl }),
      prepareImage: this.prepareImage,
      ...(tell && { onPage: (done, of) => tell('site', done, of) }),
      ...(signal && { signal }),
    })
    for await (const { path, bytes } of rendered) files.set(path, bytes)
    return { files, problems }
  },
  async pdf(book, options, { tell, signal }) {
    const press = await this.pdf(pdfOptions(options))
    const steps = ['pictures', 'trials', 'pages', 'print']
    const { pdf, pages, problems } = await press.render(book, {
      prepareImage: this.prepareImage,
      ...(tell && { onProgress: step => tell('pdf', steps.indexOf(step), steps.length) }),
      ...(signal && { signal }),
    })
    return { ...single('pdf', pdf, problems), pages }
  },
  async epub(book, { theme, dropCaps }, { tell, signal }) {
    const { renderEpub } = await import('./epub/index.ts')
    const { epub, problems } = await renderEpub(book, {
      prepareImage: this.prepareImage,
      ...given({ theme, dropCaps }),
      ...(tell && { onPage: (done, of) => tell('epub', done, of) }),
      ...(signal && { signal }),
    })
    return single('epub', epub, problems)
  },
  async docx(book, { trim }, { signal }) {
    const { renderDocx } = await import('./docx/render-docx.ts')
    const { docx, problems } = await renderDocx(book, {
      prepareImage: this.prepareImage,
      paper: trim === 'letter' ? 'letter' : 'a4',
      ...(signal && { signal }),
    })
    return single('docx', docx, problems)
  },
  async html(book, { theme }, { signal }) {
    const { renderSinglePage } = await import('./single-page/index.ts')
    const { html, problems } = await renderSinglePage(book, {
      prepareImage: this.prepareImage,
      ...given({ theme }),
      ...(signal && { signal }),
    })
    return single('html', html, problems)
  },
  async markdown(book) {
    const { renderMarkdown } = await import('./markdown/render-markdown.ts')
    return { files: await renderMarkdown(book), problems: [] }
  },
  async json(book) {
    const { renderJson } = await import('./json/render-json.ts')
    return single('json', renderJson(book))
  },
}

const pdfOptions = ({ theme, trim, variant, bleed, contentsDepth, standard }: PrintOptions): PdfOptions =>
  given({ theme, trim, variant, bleed, contentsDepth, standard })

/** Without what is not given: options are either there or not. */
function given<T extends object>(options: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never
}
