import type { Feature, FeatureUse } from '../features/feature.ts'
import type { ParsedPage } from '../parsed-page.ts'
import type { Finding } from './finding.ts'
import type { ImageKind } from './image-kind.ts'
import type { RuleId } from './rules.ts'

/** A page of a book, in the order of reading. */
export interface BookPage {
  /** Its path within the book, with slashes, e.g. `chapters/01-bees.md`. */
  file: string
  page: ParsedPage
  /** How many words it was planned to have. */
  targetWords?: number
}

/** A file of the book that is no page. */
export interface BookFile {
  /** What its first bytes say it is (`imageKindOf`); undefined when it is no picture. */
  kind?: ImageKind | undefined
}

/** A word the book avoids: as it is, whole and in any case; or between slashes, a pattern in the syntax of RE2. */
export interface StyleWord {
  word: string
  /** What to write in its place. */
  instead?: string
}

/** What an audit is told of a book beyond its pages. Each is left out where it is not known, and so is its rule. */
export interface AuditOptions {
  /** The only rules anything is wanted of; all when left out. */
  only?: readonly RuleId[]
  /** Rules of which nothing is wanted. What they would have found is counted. */
  silenced?: readonly RuleId[]
  /** Keys of the bibliography. */
  citations?: ReadonlySet<string>
  /** Terms that are defined elsewhere than in a glossary of its pages. */
  terms?: Iterable<string>
  /** Abbreviations that are written out elsewhere, as in the settings of the book. */
  abbreviations?: Iterable<string>
  /** What is at a path within the book; undefined when there is nothing. */
  fileAt?: (path: string) => BookFile | undefined
  /** The repository of the book on GitHub, as `owner/name`: links into it are looked up in the book. */
  repository?: string
  /** Addresses that were tried and do not work, each with the reason. */
  deadLinks?: ReadonlyMap<string, string>
  styleWords?: readonly StyleWord[]
  /** What the caller found by itself, as in the settings of the book or in reading its files. */
  found?: readonly Finding[]
  /** Ids of the features each page must have, and how to find those of a page. */
  requiredFeatures?: readonly Feature['id'][]
  featuresOf?: (page: ParsedPage) => readonly FeatureUse[]
}
