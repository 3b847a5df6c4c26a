import { Resvg } from '@resvg/resvg-js'
import { fontFiles } from '../fonts/index.ts'
import { escapeHtml } from './markup.ts'
import type { SitePlan } from './site-plan.ts'

/** Ground and letter of each theme, as in its style sheet. */
const inks = { technical: ['#0b5563', '#fdfdfb'], literary: ['#7c2b26', '#fdf9f2'] } as const

/** The sign of a book among tabs and on home screens: the first letter of its title on the accent of the theme. */
export function emblem({ book, theme }: SitePlan): string {
  const [ground, letter] = inks[theme]
  const first = [...book.title.replace(/^(the|an?|der|die|das|le|la|les|el|los)\s+/i, '')].find(character =>
    /[\p{L}\p{N}]/u.test(character),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="10" fill="${ground}"/><path d="M12 52h40" stroke="${letter}" stroke-opacity=".5" stroke-width="2"/><text x="32" y="43" text-anchor="middle" font-family="${families[theme]}, Georgia, serif" font-weight="600" font-size="38" fill="${letter}">${escapeHtml(first?.toUpperCase() ?? 'O')}</text></svg>`
}

const families = { technical: 'Source Serif 4', literary: 'EB Garamond' } as const

/** The same as a PNG, square and full: systems cut their own corners. */
export function emblemPng(plan: SitePlan, size: number): Uint8Array {
  const svg = emblem(plan).replace(' rx="10"', '')
  const files = fontFiles(plan.theme)
    .filter(({ role }) => role === 'text')
    .map(({ path }) => path)
  return new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { fontFiles: files, loadSystemFonts: false } })
    .render()
    .asPng()
}

export const manifest = ({ book, direction }: SitePlan, icons: { file: string; size: number }[]): string =>
  JSON.stringify({
    name: book.title,
    short_name: book.title.length > 24 ? `${book.title.slice(0, 22).trim()} …` : book.title,
    ...(book.description && { description: book.description.trim() }),
    lang: book.language,
    dir: direction,
    start_url: './index.html',
    scope: './',
    display: 'minimal-ui',
    categories: ['books'],
    icons: [
      { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' },
      ...icons.map(({ file, size }) => ({ src: file, sizes: `${size}x${size}`, type: 'image/png' })),
    ],
  })
