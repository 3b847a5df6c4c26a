import type { IconName } from '../../components/icon.tsx'
import { count } from '../../components/words.ts'
import type { Export } from '../exports/exports.ts'

export type Format = Export['format']
export type ExportOptions = Export['options']
type Option = keyof ExportOptions

interface FormatEntry {
  name: string
  /** In a sentence: "Making the site". */
  inSentence: string
  icon: IconName
  what: string
  /** What it can be asked for. */
  options: readonly Option[]
}

/** Every form a book can take, in the order they are offered. */
export const formats: Record<Format, FormatEntry> = {
  pdf: {
    name: 'PDF',
    inSentence: 'the PDF',
    icon: 'file',
    what: 'For print and for screens',
    options: ['trim', 'variant', 'bleed', 'theme', 'contentsDepth', 'standard', 'numberedSections', 'chapters'],
  },
  site: {
    name: 'Site',
    inSentence: 'the site',
    icon: 'globe',
    what: 'A website with search',
    options: ['theme', 'numberedSections', 'chapters'],
  },
  epub: {
    name: 'EPUB',
    inSentence: 'the EPUB',
    icon: 'phone',
    what: 'For e-book readers',
    options: ['theme', 'dropCaps', 'numberedSections', 'chapters'],
  },
  docx: {
    name: 'DOCX',
    inSentence: 'the DOCX',
    icon: 'notes',
    what: 'For your editor',
    options: ['trim', 'numberedSections', 'chapters'],
  },
  html: {
    name: 'HTML page',
    inSentence: 'the HTML page',
    icon: 'rows',
    what: 'All of it as one page',
    options: ['theme', 'numberedSections', 'chapters'],
  },
  myst: {
    name: 'MyST',
    inSentence: 'the MyST project',
    icon: 'code',
    what: 'Source and figures',
    options: ['chapters'],
  },
  markdown: {
    name: 'Markdown',
    inSentence: 'the Markdown',
    icon: 'list',
    what: 'Plain, for other tools',
    options: ['numberedSections', 'chapters'],
  },
  json: { name: 'JSON', inSentence: 'the JSON', icon: 'table', what: 'The book as data', options: ['chapters'] },
  zip: {
    name: 'Archive',
    inSentence: 'the archive',
    icon: 'book',
    what: 'Everything to work on',
    options: ['chapters'],
  },
}
export const formatNames = Object.keys(formats) as Format[]

/** The paper sizes of the press. */
export const trimNames = { a4: 'A4', letter: 'US Letter', '6x9': '6 × 9 in', '5.5x8.5': '5.5 × 8.5 in' } as const

/** What was asked for, in a few words: "6 × 9 in, for print". */
export function optionsInWords(format: Format, options: ExportOptions): string {
  const offered = formats[format].options
  const words: (string | false | undefined)[] = [
    offered.includes('trim') &&
      (format === 'docx' && options.trim !== 'letter' ? 'A4' : trimNames[options.trim ?? 'a4']),
    offered.includes('variant') && (options.variant === 'print' ? 'for print' : 'for screens'),
    offered.includes('variant') && options.variant === 'print' && options.bleed && 'with bleed',
    offered.includes('theme') && (options.theme ?? 'technical'),
    options.standard?.toUpperCase(),
    options.chapters && count(options.chapters.length, 'chapter'),
  ]
  return words.filter(Boolean).join(', ') || 'the whole book'
}

/** Without what this format does not heed: "PDF/A" chosen for the PDF says nothing of a site. */
export function heeded(format: Format, options: ExportOptions): ExportOptions {
  const offered = new Set<string>(formats[format].options)
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => offered.has(name) && value !== undefined),
  ) as ExportOptions
}
