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
  /**
   * A standard the file must meet, or there is none: `pdf/a` for archives (PDF/A-2a), `pdf/ua` for readers who do not see
   * (PDF/UA-1, ISO 14289-1). Default neither: PDF 1.7.
   */
  standard?: PdfStandard
}

export type PdfStandard = 'pdf/a' | 'pdf/ua'

export type PdfSettings = Required<Omit<PdfOptions, 'standard'>> &
  Pick<PdfOptions, 'standard'> & {
    /** Whether the file says what is a heading, a list or a table, for those who have it read to them. */
    tagged: boolean
  }

export function settingsOf(options: PdfOptions): PdfSettings {
  const theme = options.theme ?? 'technical'
  const variant = options.variant ?? 'screen'
  return {
    theme,
    trim: options.trim ?? 'a4',
    variant,
    bleed: variant === 'print' && (options.bleed ?? false),
    contentsDepth: options.contentsDepth ?? (theme === 'literary' ? 1 : 2),
    ...(options.standard && { standard: options.standard }),
    // A printer has no use for tags, which make a file half as large again.
    tagged: variant === 'screen' || options.standard !== undefined,
  }
}
