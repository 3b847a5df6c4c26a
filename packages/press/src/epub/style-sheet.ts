import type { FontTheme, WebFonts } from '../fonts/index.ts'
import { contentStyles, mathStyles } from '../html/index.ts'
import { dropCapStyles, literaryStyles } from './styles/literary.ts'
import { pageStyles } from './styles/pages.ts'
import { technicalStyles } from './styles/technical.ts'

/** The one style sheet of an e-book. Without fonts of its own, it leaves the typeface to the reading system. */
export function styleSheet(
  theme: FontTheme,
  { fonts, dropCaps, math }: { fonts: WebFonts | undefined; dropCaps: boolean; math: boolean },
): string {
  const families = fonts && [
    fonts.css,
    `body { font-family: ${fonts.families.text}; }`,
    `h1, h2, h3, h4, h5, h6, .box-title, .card-title, .caption-number, th, .number { font-family: ${fonts.families.heading}; }`,
    `code, kbd, samp, pre { font-family: ${fonts.families.code}; }`,
  ]
  return [
    ...(families ?? ['code, kbd, samp, pre { font-family: monospace; }']),
    contentStyles,
    pageStyles,
    theme === 'literary' ? literaryStyles : technicalStyles,
    dropCaps ? dropCapStyles : '',
    math ? withoutForbidden(mathStyles(fonts?.families.math ?? 'math, serif')) : '',
  ]
    .map(part => part.trim())
    .filter(Boolean)
    .join('\n')
}

/**
 * Without what reading systems may stumble over: EPUB leaves direction to the markup (EPUB 3.3 §6.3.1.2), and a sheet with
 * rules for single browsers is dropped as a whole by some.
 */
const withoutForbidden = (css: string): string =>
  css
    .replace(/@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '')
    .replace(/\bdirection:[^;}]*;?/g, '')
    .replace(/[\w-]*mask-image:\s*url\("[^"]*"\);?/g, '')
