import { imageHeader, imageKindOf } from '../../audit/image-kind.ts'
import { decode, isExternal, resolvePath } from '../../audit/paths.ts'
import { slugify } from '../../slug.ts'
import type { Content, Element } from './element.ts'
import type { HtmlHost, HtmlPage } from './host.ts'

const extensions = {
  png: 'png',
  jpeg: 'jpg',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  svg: 'svg',
  bmp: 'bmp',
  tiff: 'tif',
}

/** The pictures of pages, each kept once as `images/name.png` with the ending of what it is. */
export class Pictures implements HtmlHost {
  readonly images = new Map<string, Uint8Array>()
  readonly #files: ReadonlyMap<string, Uint8Array>
  readonly #names = new Map<string, string>()

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#files = files
  }

  image(address: string, page: HtmlPage): string | undefined {
    if (address.startsWith('data:')) return this.#inline(address)
    if (isExternal(address)) return /^(https?:)?\/\//i.test(address) ? address : undefined
    const path = resolvePath(page.path, address.replace(/[?#].*$/, ''))
    return path === undefined ? undefined : this.kept(path)
  }

  /** The path in `images` of a file of the archive. */
  kept(path: string): string | undefined {
    const known = this.#names.get(path)
    if (known !== undefined) return known
    const bytes = this.#files.get(path) ?? this.#files.get(decode(path))
    return bytes === undefined ? undefined : this.keep(path, path.replace(/^.*\//, '').replace(/\.\w+$/, ''), bytes)
  }

  /** Keeps a picture under a name like this; undefined for bytes that are none. */
  keep(key: string, name: string, bytes: Uint8Array): string | undefined {
    const kind = imageKindOf(bytes.subarray(0, imageHeader))
    if (kind === undefined) return undefined
    const base = `images/${slugify(name)}`
    let path = `${base}.${extensions[kind]}`
    for (let count = 2; this.images.has(path); count++) path = `${base}-${count}.${extensions[kind]}`
    this.images.set(path, bytes)
    this.#names.set(key, path)
    return path
  }

  drawing(svg: Element): string | undefined {
    const xml = xmlOf({ ...svg, attributes: { xmlns: 'http://www.w3.org/2000/svg', ...svg.attributes } })
    const known = this.#names.get(xml)
    return known ?? this.keep(xml, `drawing-${this.images.size + 1}`, new Uint8Array(Buffer.from(xml)))
  }

  #inline(address: string): string | undefined {
    const known = this.#names.get(address)
    if (known !== undefined) return known
    const [, base64, content] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(address) ?? []
    if (content === undefined) return undefined
    const bytes = base64 ? Buffer.from(content, 'base64') : Buffer.from(decode(content))
    return this.keep(address, `picture-${this.images.size + 1}`, new Uint8Array(bytes))
  }
}

/** A drawing as a file of its own, without programs. */
function xmlOf(content: Content): string {
  if (typeof content === 'string') return escapeXml(content)
  if (content.name === 'script' || content.name === 'foreignObject') return ''
  const attributes = Object.entries(content.attributes)
    .filter(([name]) => !/^on/i.test(name))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
  return `<${content.name}${attributes.join('')}>${content.children.map(xmlOf).join('')}</${content.name}>`
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
