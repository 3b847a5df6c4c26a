import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import { eastAsianFontFiles, fallbackFamilies, fontFiles } from '../fonts/index.ts'
import { moduleText } from '../fonts/package-file.ts'
import type { PrepareImage } from '../images/index.ts'
import { firstOfMain, frontSource, mainSource, pagePath, settingsSource } from './book-source.ts'
import { codeTheme } from './code-theme.ts'
import { Compiler, type CompilerLimits } from './compiler/compiler.ts'
import type { Answer, Diagnostic } from './compiler/protocol.ts'
import { labelsOf } from './labels.ts'
import { type PageSource, pageSource } from './page-source.ts'
import type { PlacedImage, Writing } from './page-writer.ts'
import { bleedWidth, type Paper, paperOf } from './paper.ts'
import { PdfError } from './pdf-error.ts'
import { type PdfOptions, type PdfSettings, settingsOf } from './pdf-options.ts'
import { Pictures } from './place-images.ts'
import { Trials } from './trials.ts'
import { withTrimBox } from './trim-box.ts'

export interface RenderOptions {
  /** Called as each step begins: pictures, trials, pages, print. */
  onProgress?: (step: PdfStep) => void
  signal?: AbortSignal
  /** Shared with other targets, so that each picture is decoded once. Default one of its own. */
  prepareImage?: PrepareImage
}

export type PdfStep = 'pictures' | 'trials' | 'pages' | 'print'

export interface Pdf {
  pdf: Uint8Array
  pages: number
  /** What is printed otherwise than its author wrote it. Those of the bound book are not said again. */
  problems: BookProblem[]
}

/** The book of 110,000 words that is measured takes a fifth of either. */
const limits: CompilerLimits = { memory: 1500, time: 120_000 }

const library = Object.fromEntries(
  ['press', 'pages'].map(name => [`/${name}.typ`, moduleText(new URL(`./typst/${name}.typ`, import.meta.url))]),
)

/**
 * Prints books. Keeps a compiler and what it has set, so that a book of which one chapter has changed is printed anew in a
 * fraction of the time. One at a time: a second render waits for the first. Close it, or its process stays.
 */
export class PdfPress {
  readonly #settings: PdfSettings
  readonly #compiler: Compiler
  readonly #trials: Trials
  readonly #pictures = new Pictures()
  readonly #sources = new WeakMap<BoundPage, { made: PageSource; restart: boolean; surroundings: string }>()
  #sent = new Map<string, string>()
  #sentFiles = new Set<string>()
  #pages: number | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: PdfOptions = {}, given: Partial<CompilerLimits> = {}) {
    this.#settings = settingsOf(options)
    const files = [...fontFiles(this.#settings.theme), ...eastAsianFontFiles()]
    this.#compiler = new Compiler(
      files.map(({ path }) => path),
      { ...limits, ...given },
    )
    const text = files.find(({ role }) => role === 'text')!.family
    this.#trials = new Trials(this.#compiler, [text, ...fallbackFamilies('')])
  }

  /** Starts the compiler, so that the first render need not wait for it. */
  async open(): Promise<this> {
    await this.#compiler.start()
    return this
  }

  /** Throws PdfError, UnknownNodeError and the signal's reason. */
  render(book: BoundBook, options: RenderOptions = {}): Promise<Pdf> {
    const render = this.#last.then(() => this.#render(book, options))
    this.#last = render.catch(() => {})
    return render
  }

  close(): void {
    this.#compiler.close()
  }

  async #render(book: BoundBook, { onProgress, signal, prepareImage }: RenderOptions): Promise<Pdf> {
    signal?.throwIfAborted()
    onProgress?.('pictures')
    const pictures = this.#pictures.place(book, this.#settings.variant === 'screen', prepareImage, signal)
    onProgress?.('trials')
    const [{ images, files, cover, problems: unseen }, { formulas, raws, problems: untried }] = await Promise.all([
      pictures,
      this.#trials.run(book, signal),
    ])
    const guess = this.#pages ?? guessPages(book, paperOf(this.#settings, 0))
    const writing = { book, settings: this.#settings, labels: labelsOf(book), images, formulas, raws }
    const print = (pages: number, withRaws: ReadonlySet<string>) =>
      this.#print({ ...writing, raws: withRaws, paper: paperOf(this.#settings, pages) }, cover, files, {
        onProgress,
        signal,
      })
    const problems = [...unseen, ...untried]
    let printed = await print(guess, raws).catch((error: unknown) => {
      // Alone it worked, in its chapter it does not: the book is worth more.
      if (!(error instanceof PdfError) || error.code !== 'refused' || raws.size === 0) throw error
      const message = `with the raw Typst of this book, it cannot be printed, so that is printed as it is written. ${error.message}`
      problems.push({ file: book.pages[0]!.file, rule: 'not-shown', message })
      return print(guess, new Set())
    })
    // A thicker book than was thought needs wider inner margins.
    if (paperOf(this.#settings, printed.pages).inside !== paperOf(this.#settings, guess).inside)
      printed = await print(printed.pages, raws)
    this.#pages = printed.pages
    return { ...printed, problems: [...problems, ...printed.problems] }
  }

  async #print(
    writing: Writing,
    cover: PlacedImage | undefined,
    files: ReadonlyMap<string, Uint8Array>,
    { onProgress, signal }: RenderOptions,
  ): Promise<Pdf> {
    onProgress?.('pages')
    const { book } = writing
    const first = firstOfMain(book.pages)
    const problems: BookProblem[] = []
    const unspoken: string[] = []
    const sources = new Map<string, string>(Object.entries(library))
    sources.set('/settings.typ', settingsSource(book, writing.paper, writing.settings))
    sources.set('/front.typ', frontSource(writing, cover))
    const surroundings = surroundingsOf(writing)
    for (const page of book.pages) {
      const made = this.#sourceOf(page, writing, page === first, surroundings)
      sources.set(pagePath(page), made.source)
      problems.push(...made.problems)
      unspoken.push(...made.unspoken)
    }
    if (writing.settings.standard === 'pdf/ua' && unspoken.length > 0) throw untold(unspoken)
    sources.set('/main.typ', mainSource(book.pages))
    const all = new Map(files)
    const theme = new TextEncoder().encode(codeTheme(writing.settings.variant === 'screen'))
    all.set('/code.tmTheme', theme)

    onProgress?.('print')
    const answer = await this.#send(sources, all, writing, signal)
    if (answer.answer === 'refused') throw refusal(answer.diagnostics, sources, book.pages)
    const { buffer, byteOffset, byteLength } = writing.settings.bleed ? withTrimBox(answer.pdf, bleedWidth) : answer.pdf
    // Between processes it becomes a Buffer, which some readers of PDF refuse.
    return { pdf: new Uint8Array(buffer, byteOffset, byteLength), pages: answer.pages, problems }
  }

  #sourceOf(page: BoundPage, writing: Writing, restart: boolean, surroundings: string): PageSource {
    const known = this.#sources.get(page)
    if (known?.restart === restart && known.surroundings === surroundings) return known.made
    const made = pageSource(page, writing, restart)
    this.#sources.set(page, { made, restart, surroundings })
    return made
  }

  /** Only what the compiler does not have yet. */
  async #send(
    sources: ReadonlyMap<string, string>,
    files: ReadonlyMap<string, Uint8Array>,
    { book, settings }: Writing,
    signal: AbortSignal | undefined,
  ): Promise<Extract<Answer, { answer: 'printed' | 'refused' }>> {
    if (!this.#compiler.running) {
      this.#sent = new Map()
      this.#sentFiles = new Set()
    }
    const changed = [...sources].filter(([path, source]) => this.#sent.get(path) !== source)
    const fresh = [...files].filter(([path]) => !this.#sentFiles.has(path))
    const gone = [...this.#sentFiles].filter(path => !files.has(path))
    const answer = await this.#compiler.ask<'printed' | 'refused'>(
      {
        ask: 'print',
        sources: changed.map(([path, source]) => ({ path, source })),
        files: fresh.map(([path, bytes]) => ({ path, bytes })),
        gone,
        main: '/main.typ',
        standard: settings.standard,
        tagged: settings.tagged,
        modified: Math.floor(book.modified.getTime() / 1000),
      },
      { signal },
    )
    this.#sent = new Map(sources)
    this.#sentFiles = new Set(files.keys())
    return answer
  }
}

/** Prints one book once. See `PdfPress`. */
export async function renderPdf(book: BoundBook, options: PdfOptions = {}, render: RenderOptions = {}): Promise<Pdf> {
  const press = new PdfPress(options)
  try {
    return await press.render(book, render)
  } finally {
    press.close()
  }
}

/**
 * What the source of any page is written with, as text to compare. Not what was tried, which stays as it was found; and a
 * diagram has the name of what it shows.
 */
function surroundingsOf({ book, paper, labels, images, raws }: Writing): string {
  const pictures = [...images].filter(([path]) => !path.startsWith('<'))
  return JSON.stringify([
    book.title,
    book.language,
    paper,
    raws.size > 0,
    [...labels],
    pictures.map(([path, { path: placed, width, height }]) => [path, placed, width, height]),
  ])
}

/** Only the inner margins of thick books hang on it, and those are put right by printing again. */
function guessPages(book: BoundBook, { measure, textHeight, textSize }: Paper): number {
  // A letter takes half its height in width and one and a half in height; a book leaves almost half of its pages empty.
  const room = ((measure * textHeight) / (0.5 * textSize * 1.5 * textSize)) * 0.57
  let letters = 0
  const count = (nodes: BoundPage['children']) => {
    for (const node of nodes) {
      if (typeof node.value === 'string') letters += node.value.length
      if (node.children) count(node.children)
    }
  }
  for (const page of book.pages) count(page.children)
  return Math.ceil(letters / room)
}

function untold(places: readonly string[]): PdfError {
  const more = places.length > 10 ? ` and ${places.length - 10} more` : ''
  return new PdfError(
    'refused',
    `PDF/UA needs an alternative text for each picture: say what it shows in ![here](…) or under :alt:. There is none at ${places.slice(0, 10).join(', ')}${more}.`,
  )
}

/** Says which line of which file of the author Typst stopped at. */
function refusal(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  pages: readonly BoundPage[],
): PdfError {
  const places = diagnostics.slice(0, 5).map(({ path, line, message }) => {
    const page = pages.find(page => pagePath(page) === path)
    const before = (sources.get(path) ?? '')
      .split('\n')
      .slice(0, line + 1)
      .join('\n')
    const at = [...before.matchAll(/^\/\*(\d+)\*\//gm)].at(-1)?.[1]
    return `${page ? `${page.file}${at ? `:${at}` : ''}` : `${path}:${line + 1}`}: ${message}`
  })
  return new PdfError('refused', `This book cannot be set as it is. ${places.join('\n')}`)
}
