import { languageTag } from '../language-tag.ts'
import type { Reading } from '../reading.ts'
import type { UploadBlock } from '../upload.ts'
import { blocksOf, type HtmlBlock } from './blocks.ts'
import { attribute, type Element, find, findAll } from './element.ts'
import { type HtmlHost, type HtmlPage, placeKey } from './host.ts'
import { Links } from './links.ts'

export interface Converted {
  blocks: UploadBlock[]
  /** The block a place stands in, or that follows it. */
  at: Map<string, number>
}

/**
 * Pages of HTML as MyST, one after the other. References between them become references to labels, and notes stand
 * behind the block that refers to them first. The one way from HTML to MyST: web pages, books and documents take it.
 */
export async function convertPages(pages: HtmlPage[], host: HtmlHost, reading: Reading): Promise<Converted> {
  const links = new Links(pages)
  const blocks: UploadBlock[] = []
  const at = new Map<string, number>()
  const defined = new Set<Element>()
  for (const [index, page] of pages.entries()) {
    await reading.step(index, pages.length)
    at.set(page.path, blocks.length)
    const context = { page, links, host, reading, defined }
    const body = find(page.root, 'body') ?? page.root
    let labels = [links.labels.get(page.path)].filter(label => label !== undefined)
    let apart = false
    for (const block of blocksOf(body, context)) {
      for (const id of block.ids) at.set(placeKey(page.path, id), blocks.length)
      labels.push(...labelsOf(block, page, links))
      apart ||= block.apart === true
      if (block.text === '') continue
      blocks.push(uploadBlock({ ...block, apart }, labels, page))
      labels = []
      apart = false
    }
  }
  return { blocks, at }
}

function labelsOf({ ids }: HtmlBlock, page: HtmlPage, links: Links): string[] {
  return ids.map(id => links.labels.get(placeKey(page.path, id))).filter(label => label !== undefined)
}

function uploadBlock(block: HtmlBlock, labels: string[], page: HtmlPage): UploadBlock {
  const { ids, text, plain, depth, bold, centered, apart } = block
  const anchors = [...new Set([...labels, ...ids])]
  return {
    text: [...labels.map(label => `(${label})=`), text].join('\n'),
    plain,
    ...(depth !== undefined && { depth }),
    ...(page.path !== '' && { file: page.path }),
    ...(bold && { bold }),
    ...(centered && { centered }),
    ...(apart && { apart }),
    ...(anchors.length > 0 && { anchors }),
  }
}

/** What the head of a page says of it. */
export function headOf(root: Element): { title?: string; meta: Map<string, string>; language?: string } {
  const head = find(root, 'head')
  const html = find(root, 'html')
  const meta = new Map<string, string>()
  for (const { attributes } of head ? findAll(head, 'meta') : []) {
    const name = (attributes.name ?? attributes.property)?.toLowerCase()
    if (name && attributes.content?.trim() && !meta.has(name)) meta.set(name, attributes.content.trim())
  }
  const title = head && find(head, 'title')
  const words = title?.children.join('').replace(/\s+/g, ' ').trim()
  const language = languageTag(html && attribute(html, 'lang'))
  return { meta, ...(words && { title: words }), ...(language && { language }) }
}
