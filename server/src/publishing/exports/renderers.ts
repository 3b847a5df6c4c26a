import type { PressBook, PrintFormat } from '@octavo/press'
import type { ExportFormat, ExportOptions } from './formats.ts'

/** A book as a renderer gets it: its files are there to be listed as well as read. */
export interface RenderedBook extends PressBook {
  /** Paths of all its files. */
  paths: readonly string[]
}

/** What a renderer is told and tells while it makes a book. */
export interface Rendering {
  options: ExportOptions
  /** How far it is, in pages and files: `done` of `total` only grows. */
  tell(stage: string, done: number, total: number): void
  /** A line of the log: what readers would miss, with its place. */
  note(text: string): void
}

/** A book as one file, with how many pages it has when it is printed. */
export interface Rendered {
  bytes: Uint8Array
  pages?: number | undefined
}

/** Makes the file of one format. What it throws is shown to the author, so its message says what to do. */
export type Renderer = (book: RenderedBook, rendering: Rendering) => Promise<Rendered>

const print = (format: PrintFormat) => () => import('./render-print.ts').then(module => module.renderPrint(format))

/** Loaded when they are used, in a thread of their own: some weigh tens of megabytes. */
const renderers: Record<ExportFormat, () => Promise<Renderer>> = {
  site: print('site'),
  pdf: print('pdf'),
  epub: print('epub'),
  docx: print('docx'),
  html: print('html'),
  markdown: print('markdown'),
  json: print('json'),
  myst: () => import('./render-myst.ts').then(module => module.renderMyst),
  zip: () => import('./render-zip.ts').then(module => module.renderZip),
}

/** What makes this format. */
export const rendererOf = (format: ExportFormat): Promise<Renderer> => renderers[format]()
