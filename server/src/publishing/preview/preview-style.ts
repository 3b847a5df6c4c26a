import { createHash } from 'node:crypto'

export const previewThemes = ['technical', 'literary'] as const
export type PreviewTheme = (typeof previewThemes)[number]

interface PreviewStyle {
  css: string
  hash: string
}

/** What the frame of a preview adds: there is no bar, and a mark beside the block the cursor is in. */
const own = `
html { background: var(--sheet); scroll-behavior: auto; scroll-padding-block-start: 1.5rem; overflow-anchor: none; }
main { padding-block: 1.75rem 50vh; min-block-size: 0; }
article { position: relative; }
.opening { margin-block-end: 1.5rem; }
[data-line] { cursor: text; }
[data-line] :is(a, summary, label), summary[data-line] { cursor: pointer; }
.here { position: absolute; inset-inline-start: -1rem; inline-size: 2px; background: var(--accent); }
`

const styles = new Map<PreviewTheme, Promise<PreviewStyle>>()
const fonts = new Map<string, Uint8Array>()

/** The style sheet of the site in a theme, as the frame of a preview takes it. Made once. */
export function previewStyle(theme: PreviewTheme): Promise<PreviewStyle> {
  const made = styles.get(theme) ?? makeStyle(theme)
  styles.set(theme, made)
  return made
}

async function makeStyle(theme: PreviewTheme): Promise<PreviewStyle> {
  // It brings the whole press with it, so it is loaded when it is first asked for.
  const { siteStyle } = await import('@octavo/press/site')
  const made = siteStyle(theme, { math: true, code: true }, '/v1/preview/fonts/')
  for (const { file, bytes } of made.fonts) fonts.set(file.split('/').at(-1)!, bytes)
  const css = made.css + own
  return { css, hash: createHash('sha256').update(css).digest('base64url').slice(0, 12) }
}

/** A font one of the style sheets names. */
export async function previewFont(name: string): Promise<Uint8Array | undefined> {
  await Promise.all(previewThemes.map(previewStyle))
  return fonts.get(name)
}

const address = async (theme: PreviewTheme) => `/v1/preview.css?theme=${theme}&hash=${(await previewStyle(theme)).hash}`

/** Where the style sheets are. What is at such an address never changes. */
export const previewStyles = async () => ({
  technical: await address('technical'),
  literary: await address('literary'),
})
