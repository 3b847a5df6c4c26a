import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { parse, serialize } from 'parse5'
import type { Reading } from '../reading.ts'
import type { UploadBlock } from '../upload.ts'

/** An article has at least so much of the words of its page. */
const leastShare = 0.4

/** An article as it was found, with the title Readability makes out. */
export interface Article {
  title: string
  blocks: UploadBlock[]
}

/**
 * The blocks of a web page that are its article, as Readability finds it; the others are removed as navigation. All of
 * them when what it finds is too little to be the text of the page. `parseHtml` must have accepted the page: it bounds
 * what this costs.
 */
export function articleOf(html: string, blocks: UploadBlock[], reading: Reading): Article {
  // parse5 mends what linkedom does not.
  const { document } = parseHTML(serialize(parse(html)))
  const article = new Readability(document).parse()
  const words = bare(`${article?.title ?? ''} ${article?.textContent ?? ''}`)
  const title = article?.title?.trim() ?? ''
  if (words === '') return { title, blocks }
  const found = blocks.map(block => block.plain !== '' && words.includes(bare(block.plain)))
  const [start, end] = [found.indexOf(true), found.lastIndexOf(true)]
  // Headings and what has no words, such as pictures, belong to what they stand in.
  const isInside = blocks.map(
    ({ plain, depth }, at) => found[at] || (at > start && at < end && (plain === '' || depth !== undefined)),
  )
  const length = (chosen: UploadBlock[]) => chosen.reduce((sum, block) => sum + block.plain.length, 0)
  const kept = blocks.filter((_, index) => isInside[index])
  if (length(kept) < leastShare * length(blocks)) return { title, blocks }
  for (const [index, block] of blocks.entries())
    if (!isInside[index]) reading.remove('navigation', 'around the article', block.plain)
  return { title, blocks: kept }
}

/** Letters and digits: the two conversions differ in spaces and marks. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
