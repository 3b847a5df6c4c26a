/** How a place where a chapter begins was found. */
export type StructureMethod = 'toc' | 'headings' | 'numbering' | 'typography' | 'whole' | 'manual'

export type StructureKind = 'front' | 'part' | 'chapter' | 'back'

/** A proposed division of an upload. Every block is in exactly one item, once. */
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
  title: string
  /** As printed before the title: `Chapter 12`, `XIV`. */
  number?: string
  method: StructureMethod
  /** 0 to 1; the reasons say of what it is made. */
  confidence: number
  reasons: string[]
  /** Blocks of its own, those of children apart: from `start` to `end`, exclusive. Empty for a part without words. */
  start: number
  end: number
  /** How many of the first blocks are its title as printed, which the chapter has as its title instead. */
  titleBlocks: number
  words: number
  /** By which a later import of the same book finds it again. */
  identity: string
  children: StructureItem[]
}
