import { toText } from 'myst-common'
import { type Finding, finding } from '../finding.ts'
import { tagsIn } from '../html.ts'
import { namedKind } from '../image-kind.ts'
import type { AuditOptions } from '../options.ts'
import { isExternal, resolvePath } from '../paths.ts'
import type { Reading } from '../reading.ts'

interface Image {
  url: string
  alt: string
  line: number
  /** How the image begins in the text, when it is HTML. */
  spelling: string
}

/** Images without alternative text, and those whose file is missing or is not what its name says. */
export function imageFindings(reading: Reading, file: string, options: AuditOptions): Finding[] {
  const captioned = captionedLines(reading)
  return imagesOf(reading).flatMap(image => {
    const spot = () => reading.source.spot(image.line, image.spelling)
    const found: Finding[] = []
    if (image.alt.trim() === '') {
      const what = captioned.has(image.line) ? 'has a caption but no alternative text' : 'has no alternative text'
      const message = `the image "${shortened(image.url)}" ${what}. Say what it shows, for whoever cannot see it`
      found.push(finding('missing-alt', spot(), message))
    }
    const wrong = wrongFile(image, file, options)
    if (wrong) found.push(finding(wrong.rule, spot(), wrong.message))
    return found
  })
}

function wrongFile(
  { url }: Image,
  file: string,
  { fileAt }: AuditOptions,
): { rule: 'missing-image' | 'misnamed-image'; message: string } | undefined {
  // `figure.*` leaves the choice to the builder.
  if (!fileAt || url === '' || isExternal(url) || url.includes('*')) return undefined
  const path = resolvePath(file, url.replace(/[?#].*$/s, ''))
  const there = path === undefined ? undefined : fileAt(path)
  if (!there) {
    const message = `there is no image "${shortened(path ?? url)}" in the book. Add the file, or correct the path`
    return { rule: 'missing-image', message }
  }
  const named = namedKind(path!)
  if (!named || !there.kind || there.kind === named) return undefined
  const kind = there.kind === 'jpeg' ? 'jpg' : there.kind
  const message = `"${shortened(path!)}" is a ${there.kind.toUpperCase()} by its content. Rename it to end in .${kind}, or convert it`
  return { rule: 'misnamed-image', message }
}

function imagesOf({ images, html }: Reading): Image[] {
  const own = images.map(({ node, line }) => {
    const url = String(node.url ?? '')
    return { url, alt: String(node.alt ?? ''), line, spelling: url }
  })
  const inHtml = tagsIn(html, 'img').map(({ attribute, line, spelling }) => {
    // An empty text says that the picture only decorates (HTML §4.8.4.4).
    const alt = attribute('alt') === '' ? 'decorative' : (attribute('alt') ?? '')
    return { url: attribute('src') ?? '', alt, line, spelling }
  })
  return [...own, ...inHtml]
}

/** The lines of figures with a caption. */
function captionedLines({ fences }: Reading): Set<number> {
  const figures = fences.filter(({ node }) => node.name === 'figure')
  return new Set(
    figures.filter(({ node }) => String(node.value ?? '').trim() !== '' || toText(node) !== '').map(({ line }) => line),
  )
}

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text)
