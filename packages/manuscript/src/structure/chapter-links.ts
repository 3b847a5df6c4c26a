import { decode, isExternal, resolvePath } from '../audit/paths.ts'
import { slugify } from '../slug.ts'
import type { Upload } from '../uploads/upload.ts'
import { FreeNames } from './free-names.ts'
import { replaceOutsideCode } from './outside-code.ts'
import type { StructureItem } from './structure.ts'
import { labels as labelLines } from './survey.ts'

const link = /(?<![!\\])\[((?:[^[\]\\]|\\.|\[[^\]]*\])*)\]\(<?([^()\s<>]+(?:\([^()\s]*\))?)>?(\s+"[^"]*")?\)/g
const doc = /\{doc\}`(?:([^`<]*?)\s*<([^`<>]+)>|([^`<>]+))`/g

/**
 * Links of an upload once its chapters are apart: what leads to a file or a place in it leads to a label there instead,
 * which is added where there is none. Links to what is left out of the book lose their address and keep their words.
 */
export class ChapterLinks {
  readonly #upload: Upload
  /** The first block of every file. */
  readonly #files = new Map<string, number>()
  /** Blocks by label, and by file and label. */
  readonly #places = new Map<string, number>()
  readonly #owners: (StructureItem | undefined)[]
  readonly #slugs: ReadonlyMap<StructureItem, string>
  readonly #added = new Map<number, string>()
  readonly #names: FreeNames

  constructor(upload: Upload, owners: (StructureItem | undefined)[], slugs: ReadonlyMap<StructureItem, string>) {
    this.#upload = upload
    this.#owners = owners
    this.#slugs = slugs
    for (const [index, block] of upload.blocks.entries()) {
      const { file = '' } = block
      if (!this.#files.has(file)) this.#files.set(file, index)
      const own = [...(block.anchors ?? []), ...labelsOf(block.text)]
      if (block.depth !== undefined) own.push(slugify(block.plain))
      for (const name of own) {
        if (!this.#places.has(name)) this.#places.set(name, index)
        if (!this.#places.has(`${file}#${name}`)) this.#places.set(`${file}#${name}`, index)
      }
    }
    this.#names = new FreeNames(this.#places.keys())
  }

  /** The label added before a block because something refers to it. Only complete when all blocks were rewritten. */
  addedTo(block: number): string | undefined {
    return this.#added.get(block)
  }

  /** The text of a block with its links as they are in the chapters. */
  rewrite(index: number): string {
    const { text } = this.#upload.blocks[index]!
    if (!text.includes('](') && !text.includes('{doc}')) return text
    const linked = replaceOutsideCode(text, link, ([, words = '', address = '', title = '']) => {
      const label = this.#labelFor(index, address)
      if (label === undefined) return undefined
      return label === '' ? words : `[${words}](#${label}${title})`
    })
    return replaceOutsideCode(linked, doc, ([, words = '', path, plain]) => {
      const label = this.#labelFor(index, (path ?? plain ?? '').trim())
      return label === undefined ? undefined : label === '' ? words || plain || '' : `[${words}](#${label})`
    })
  }

  /** The label an address leads to; empty for what is left out, undefined where the address may stay. */
  #labelFor(index: number, address: string): string | undefined {
    if (isExternal(address)) return undefined
    const [path = '', fragment = ''] = address.split('#', 2).map(decode)
    const block = path === '' ? this.#places.get(fragment) : this.#placeIn(index, path, fragment)
    if (block === undefined) return undefined
    const owner = this.#owners[block]
    if (!owner || owner.kind === 'excluded') return ''
    // A label that is spelled in the text stays one.
    const { text } = this.#upload.blocks[block]!
    if (fragment !== '' && labelsOf(text).includes(fragment)) return path === '' ? undefined : fragment
    if (path === '' && !(this.#upload.blocks[block]!.anchors ?? []).includes(fragment)) return undefined
    return this.#labelOf(block, owner, fragment)
  }

  #placeIn(index: number, path: string, fragment: string): number | undefined {
    const from = this.#upload.blocks[index]!.file ?? ''
    for (const candidate of [resolvePath(from, path), path.replace(/^\//, '')]) {
      for (const ending of ['', '.md', '.ipynb']) {
        const file = `${candidate}${ending}`
        const start = this.#files.get(file)
        if (candidate === undefined || start === undefined) continue
        return (fragment === '' ? undefined : this.#places.get(`${file}#${fragment}`)) ?? start
      }
    }
    return undefined
  }

  #labelOf(block: number, owner: StructureItem, fragment: string): string {
    const isPage = block === owner.start || owner.titleBlocks.includes(block)
    const blocks = isPage ? [owner.start, ...owner.titleBlocks] : [block]
    for (const own of blocks) {
      const [label] = labelsOf(this.#upload.blocks[own]!.text)
      if (label !== undefined) return label
      const added = this.#added.get(own)
      if (added !== undefined) return added
    }
    const slug = this.#slugs.get(owner) ?? slugify(owner.title)
    const wanted = isPage ? slug : `${slug}-${slugify(fragment)}`
    const label = this.#names.take(wanted)
    this.#added.set(isPage ? (owner.titleBlocks.at(-1) ?? owner.start) : block, label)
    return label
  }
}

/** The labels a block has: of lines before it, of the front matter, of a directive. */
export function labelsOf(text: string): string[] {
  const lines = labelLines.exec(text)?.[0] ?? ''
  const before = [...lines.matchAll(/\(([^()\n]+)\)=/g)].map(match => match[1]!)
  const option = text.startsWith('---')
    ? /^label:\s*["']?([^"'\s]+)/m.exec(text)?.[1]
    : /^:(?:label|name):\s*(\S+)\s*$/m.exec(text)?.[1]
  return option === undefined ? before : [...before, option]
}
