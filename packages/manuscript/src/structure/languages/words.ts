import type { MatterRole } from '../structure.ts'

/**
 * What books in one language call their parts, in lower case. Several forms of one number are parted by `|`. Accents and
 * case are ignored when reading, so that `EPILOGO` is found as `epílogo`.
 */
export interface StructureWords {
  /** What holds chapters, outermost first: volumes, books, parts. */
  divisions: string[][]
  chapters: string[]
  /** Numbered before or after the word: an appendix is also lettered. */
  matter: Partial<Record<MatterRole, string[]>>
  /** How a dedication begins. */
  address: string[]
  /** How a letter begins. */
  salutations: string[]
  /** Title of what stands before the first chapter without a name of its own. */
  untitled: { front: string; dedication: string; titlepage: string; copyright: string; contents: string }
  /** Chapters without a number between those that have one. */
  unnumbered?: string[]
  /** May stand before an ordinal: "Chapter the First". */
  articles?: string[]
  /** 1 to 20. */
  cardinals?: string
  /** 20, 30 … 100. */
  tens?: string
  /** 21 to 99 by `T`, a multiple of ten, and `U`, what is above it. */
  compounds?: string[]
  /** What 101 to 199 begin with; spaces count. */
  hundreds?: string[]
  /** 1 to 20, each with every one of `endings` behind it. */
  ordinals?: string
  endings?: string[]
  /** Ordinals above 20, by `T`, `O` (an ordinal from 1 to 9) and `C` (the cardinal). */
  ordinalCompounds?: string[]
  /** Numbers that the rules above do not make. */
  irregular?: Record<string, number>
}
