/** How a place where a chapter begins was found. */
export type StructureMethod = 'toc' | 'headings' | 'numbering' | 'typography' | 'whole' | 'manual'

/** `excluded` is what the author leaves out of the book: still in the structure, so that nothing is lost in silence. */
export const structureKinds = ['front', 'part', 'chapter', 'back', 'excluded'] as const
export type StructureKind = (typeof structureKinds)[number]

/** What a piece of front or back matter is, as the EPUB 3 Structural Semantics Vocabulary has it, in one word. */
export const matterRoles = [
  'cover',
  'titlepage',
  'copyright',
  'dedication',
  'epigraph',
  'contents',
  'foreword',
  'preface',
  'acknowledgements',
  'introduction',
  'prologue',
  'epilogue',
  'afterword',
  'conclusion',
  'appendix',
  'notes',
  'glossary',
  'bibliography',
  'index',
  'about',
  'colophon',
] as const
export type MatterRole = (typeof matterRoles)[number]

/** A division of an upload. Every block is in exactly one item, once. */
export interface Structure {
  /** By which most of the chapters were found. */
  method: StructureMethod
  /** 0 to 1: of the least certain chapter. */
  confidence: number
  items: StructureItem[]
}

export interface StructureItem {
  /** Stable while the author edits; unique in the structure. */
  id: string
  kind: StructureKind
  role?: MatterRole
  title: string
  /** As printed before the title: `Chapter 12`, `XIV`. */
  number?: string
  method: StructureMethod
  /** 0 to 1; the reasons say of what it is made. See `confidenceOf`. */
  confidence: number
  reasons: string[]
  /** Blocks of its own, those of children apart: from `start` to `end`, exclusive. Empty for a part without words. */
  start: number
  end: number
  /** Which of these blocks are its title as printed, which the chapter has as its title instead. */
  titleBlocks: number[]
  /** Of its own blocks. */
  words: number
  /** By which a later import of the same book finds it again; unique in a structure that was proposed. */
  identity: string
  children: StructureItem[]
}

/** The items of a structure in reading order, each before its children. */
export function* itemsOf(items: readonly StructureItem[]): Generator<StructureItem> {
  for (const item of items) {
    yield item
    yield* itemsOf(item.children)
  }
}
