import { SaxesParser } from 'saxes'
import { ImageProblem } from './image-problem.ts'
import { countDrawn, type SvgElement, writeSvg } from './svg-tree.ts'

const svgNamespace = 'http://www.w3.org/2000/svg'
const xlinkNamespace = 'http://www.w3.org/1999/xlink'
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** What only draws (SVG 2). Not `script`, `foreignObject` (any HTML), `animate` and `set` (they can set links), `iframe`… */
const elements = new Set(
  `svg g defs symbol use switch title desc style a image
  path rect circle ellipse line polyline polygon text tspan textPath tref
  linearGradient radialGradient stop pattern clipPath mask marker view
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
  feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
  feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)

/** Elements that editors leave and nobody misses: taken out without a word. */
const silent = new Set(['metadata', 'namedview'])

/** Elements, counted with every repetition by `use` and patterns: beyond this nobody's drawing, but a bomb. */
const mostDrawn = 200_000
const deepest = 200

export interface SanitizedSvg {
  svg: string
  /** What was taken out and may be missed, such as "a script" or "an address outside the file". */
  removed: string[]
}

/**
 * An SVG that draws what it drew and can do nothing else: no script, no handler, no address outside itself, no entity,
 * no HTML. Written anew from what was understood, so that nothing slips through between two readings.
 */
export function sanitizeSvg(bytes: Uint8Array | string, name: string): SanitizedSvg {
  const removed = new Set<string>()
  const root = readSvg(typeof bytes === 'string' ? bytes : decode(bytes), name, removed)
  if (countDrawn(root, mostDrawn) > mostDrawn) {
    throw new ImageProblem('unsafe', name, `it repeats itself to more than ${mostDrawn} shapes. Simplify it.`)
  }
  return { svg: writeSvg(root), removed: [...removed] }
}

function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : undefined
  return new TextDecoder(utf16 ?? 'utf-8').decode(bytes)
}

function readSvg(text: string, name: string, removed: Set<string>): SvgElement {
  const corrupt = (cause: unknown) =>
    new ImageProblem('corrupt', name, `this is no well-formed SVG (${(cause as Error).message}). Export it again.`)
  const parser = new SaxesParser({ xmlns: true })
  const path: (SvgElement | undefined)[] = []
  let root: SvgElement | undefined
  parser.on('error', error => {
    throw error
  })
  parser.on('doctype', declaration => {
    if (declaration.includes('[')) {
      throw new ImageProblem('unsafe', name, 'it declares entities. Save it as "plain SVG".')
    }
  })
  parser.on('opentag', tag => {
    const parent = path.at(-1)
    const within = path.length === 0 || parent !== undefined
    const allowed = tag.uri === svgNamespace && elements.has(tag.local)
    if (path.length >= deepest) throw new ImageProblem('unsafe', name, `it is nested more than ${deepest} deep.`)
    if (!within || !allowed) {
      if (within && tag.uri === svgNamespace && !silent.has(tag.local)) removed.add(describeElement(tag.local))
      path.push(undefined)
      return
    }
    const attributes = new Map<string, string>()
    for (const { local, prefix, uri, value } of Object.values(tag.attributes)) {
      const kept = safeAttribute({ element: tag.local, local, prefix, uri, value }, removed)
      if (kept) attributes.set(...kept)
    }
    const element: SvgElement = { name: tag.local, attributes, children: [] }
    if (parent) parent.children.push(element)
    else root = element
    path.push(element)
  })
  const onText = (value: string) => path.at(-1)?.children.push(value)
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.on('closetag', () => {
    const element = path.pop()
    if (element?.name !== 'style') return
    element.children = [safeStyle(element.children.filter(child => typeof child === 'string').join(''), removed)]
  })
  try {
    parser.write(text).close()
  } catch (cause) {
    throw cause instanceof ImageProblem ? cause : corrupt(cause)
  }
  if (root?.name !== 'svg') throw new ImageProblem('corrupt', name, 'this is no SVG. Export it again.')
  return root
}

function describeElement(local: string): string {
  if (local === 'script') return 'a script'
  if (local === 'foreignObject') return 'text set as HTML (foreignObject)'
  return /^(animate|set$)/.test(local) ? 'an animation' : `<${local}>`
}

interface Attribute {
  element: string
  local: string
  prefix: string
  uri: string
  value: string
}

function safeAttribute(attribute: Attribute, removed: Set<string>): [string, string] | undefined {
  const { element, local, prefix, uri, value } = attribute
  if (uri === xmlNamespace) return local === 'base' ? undefined : [`xml:${local}`, value]
  if (local === 'href' && (prefix === '' || uri === xlinkNamespace)) {
    if (value.startsWith('#') || (/^(image|feImage)$/.test(element) && isPicture(value))) return ['xlink:href', value]
    // A picture has no links; where a link only wraps a drawing, the drawing stays and nothing is missed.
    if (element !== 'a') removed.add('an address outside the file')
    return undefined
  }
  // Namespace declarations are written anew; attributes of editors go with their namespaces.
  if (prefix !== '' || local === 'xmlns') return undefined
  if (/^on/i.test(local)) {
    removed.add('a script')
    return undefined
  }
  return [local, safeStyle(value, removed)]
}

const isPicture = (value: string) => /^data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*$/.test(value)

/** A style sheet, or the value of any attribute that may hold `url(…)`. */
function safeStyle(text: string, removed: Set<string>): string {
  const outside = () => {
    removed.add('an address outside the file')
    return ''
  }
  const kept = text
    .replace(/@import[^;]*;?/gi, outside)
    .replace(/url\(\s*(["']?)([\s\S]*?)\1\s*\)/gi, (whole, _quote, to: string) =>
      to.startsWith('#') || isPicture(to) ? whole : outside() || 'none',
    )
  // An escape can spell any of the above in another way, and these load or run without `url`.
  if (/\\|image-set|\bsrc\s*\(|expression\s*\(|javascript:|-moz-binding|url\s*\((?!\s*["']?(#|data:))/i.test(kept))
    return outside()
  return kept
}
