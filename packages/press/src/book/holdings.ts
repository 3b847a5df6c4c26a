import { walk } from '@octavo/manuscript/pages'
import type { ReadPage } from './read-page.ts'

/** What a page holds that concerns the whole book. */
export interface Holdings {
  cites: boolean
  bibliography: boolean
  index: boolean
  embeds: boolean
  /** Their addresses, as written. */
  pictures: string[]
  /** Where its links, pictures and cards lead, as written. */
  addresses: string[]
  /** Their texts. */
  diagrams: string[]
  /** Whether an author has marked something for the index; terms of a glossary alone make none. */
  indexed: boolean
}

const holdings = new WeakMap<ReadPage, Holdings>()

/** What a page holds. Each is looked through once, as nothing is written to one that is kept. */
export function holdingsOf(page: ReadPage): Holdings {
  const known = holdings.get(page)
  if (known) return known
  const found: Holdings = {
    cites: false,
    bibliography: false,
    index: false,
    embeds: false,
    indexed: false,
    pictures: [],
    addresses: [],
    diagrams: [],
  }
  walk(page.tree, node => {
    found.cites ||= node.type === 'cite'
    found.bibliography ||= node.type === 'bibliography'
    found.index ||= node.type === 'genindex'
    found.embeds ||= node.type === 'embed'
    if (node.type === 'image' && node.url) found.pictures.push(node.url)
    for (const address of [node.url, node.src]) if (typeof address === 'string') found.addresses.push(address)
    if (node.type === 'mermaid') found.diagrams.push(node.value ?? '')
    found.indexed ||= node.indexEntries !== undefined && node.type !== 'definitionTerm'
  })
  holdings.set(page, found)
  return found
}
