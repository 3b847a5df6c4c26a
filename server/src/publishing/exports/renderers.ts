import type { PressBook } from '@octavo/press'
import type { ExportFormat, ExportOptions } from './formats.ts'

/** A book as a renderer gets it: its files are there to be listed as well as read. */
export interface RenderedBook extends PressBook {
  /** Paths of all its files. */
  paths: readonly string[]
}

/** What a renderer is told and tells while it makes a book. */
export interface Rendering {
  options: ExportOptions
  /** How far it is, in pages and files of the whole rendering: `total` stays, `done` only grows. */
  tell(stage: string, done: number, total: number): void
  /** A line of the log: what readers would miss, with its place. */
  note(text: string): void
}

/** Makes the file of one format. What it throws is shown to the author, so its message says what to do. */
export type Renderer = (book: RenderedBook, rendering: Rendering) => Promise<Uint8Array>

/** Loaded when they are used, in a thread of their own: some weigh tens of megabytes. */
const renderers: Partial<Record<ExportFormat, () => Promise<Renderer>>> = {
  myst: () => import('./render-myst.ts').then(module => module.renderMyst),
}

/** Whether this installation can make a book in this form. */
export const canMake = (format: ExportFormat): boolean => renderers[format] !== undefined

/** Throws RangeError for a format that cannot be made here. */
export function rendererOf(format: ExportFormat): Promise<Renderer> {
  const load = renderers[format]
  if (!load) throw new RangeError(`nothing here makes ${format}`)
  return load()
}
