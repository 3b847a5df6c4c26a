import type { FontTheme } from '../fonts/index.ts'

/** The size of a page after it is cut. */
export type Trim = 'a4' | 'letter' | '6x9' | '5.5x8.5'

export interface PdfOptions {
  /** `technical`: sans-serif headings, paragraphs apart. `literary`: a novel's page. Default `technical`. */
  theme?: FontTheme
  /** Default `a4`. */
  trim?: Trim
  /**
   * `screen`: with the cover, coloured links, no empty pages. `print`: for a printer, without the cover, chapters open on
   * a right-hand page, addresses of links at the foot of the page. Default `screen`.
   */
  variant?: 'screen' | 'print'
  /** Adds 3 mm on every side for the printer to cut off; there are no crop marks. Only in `print`. Default false. */
  bleed?: boolean
  /** Down to which level the contents list: 1 chapters, 2 their sections, 3 what is in those. Default 2; 1 in `literary`. */
  contentsDepth?: 1 | 2 | 3
  /** Writes PDF/A-2b, for archives. Default false: PDF 1.7. */
  pdfa?: boolean
}

export type PdfSettings = Required<PdfOptions>

export function settingsOf(options: PdfOptions): PdfSettings {
  const theme = options.theme ?? 'technical'
  const variant = options.variant ?? 'screen'
  return {
    theme,
    trim: options.trim ?? 'a4',
    variant,
    bleed: variant === 'print' && (options.bleed ?? false),
    contentsDepth: options.contentsDepth ?? (theme === 'literary' ? 1 : 2),
    pdfa: options.pdfa ?? false,
  }
}
