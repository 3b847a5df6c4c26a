import type { PdfStandard } from '../pdf-options.ts'

/** What the press asks its compiler, and what it answers. One question at a time. */
export type Question =
  | { ask: 'open'; fonts: string[]; memory: number }
  /** Compiles each alone. */
  | { ask: 'try'; sources: { key: string; source: string }[] }
  /** Which of these characters no font of the list has. */
  | { ask: 'glyphs'; fonts: string[]; characters: string[] }
  | {
      ask: 'print'
      /** Changed since the last question; paths from the root of the compiler's files. */
      sources: { path: string; source: string }[]
      files: { path: string; bytes: Uint8Array }[]
      gone: string[]
      main: string
      standard: PdfStandard | undefined
      tagged: boolean
      /** Seconds since 1970. */
      modified: number
    }

export type Answer =
  | { answer: 'opened' }
  | { answer: 'tried'; failed: { key: string; message: string }[] }
  | { answer: 'glyphs'; missing: string[] }
  | { answer: 'printed'; pdf: Uint8Array; pages: number }
  | { answer: 'refused'; diagnostics: Diagnostic[] }
  | { answer: 'failed'; message: string }

/** Where in the sources Typst stopped. */
export interface Diagnostic {
  path: string
  /** From 0. */
  line: number
  column: number
  message: string
}
