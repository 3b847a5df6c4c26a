import type { Finding } from '../audit/finding.ts'
import { checkMyst } from '../check-myst.ts'
import type { ParsedPage } from '../parsed-page.ts'
import type { Patch } from '../patch/patch.ts'
import type { SourceLines } from './source-lines.ts'

/** A file that gets another name with a fix. Both as the page refers to them, without the escapes of URLs. */
export interface Rename {
  from: string
  to: string
}

/** A way to mend a finding without a model. Its hunks belong together: half of them may leave a page worse than before. */
export interface Fix {
  rule: Finding['rule']
  /** What it does, for whoever decides: an imperative sentence with the line. */
  title: string
  patch: Patch
  renames?: Rename[]
  /** What it mends. */
  finding: Finding
}

/** What a mender suggests, before it is shown to work. */
export interface Proposal {
  title: string
  patch: Patch
  renames?: Rename[]
  /** The patch gives text back that was swallowed, so what is wrong with that text is found now. */
  reveals?: true
  /** Rules that may speak up about what the patch puts in: a stub is to be written by a person. */
  leaves?: readonly string[]
}

/** What surrounds a page. */
export interface FixContext {
  /**
   * What an audit says about a text of the page with some files renamed; it has to be the audit the findings came from.
   * By default `checkMyst`.
   */
  check?: Check
  /** Labels of other pages, as MyST compares them: no fix takes one of those. */
  labels?: ReadonlySet<string>
  /** The extension, without a dot, that the content of an image calls for; undefined when it cannot be told. */
  imageExtension?: (path: string) => string | undefined
  /** Whether a file is there already. */
  exists?: (path: string) => boolean
}

export type Check = (text: string, renames: readonly Rename[]) => readonly Finding[]

/** Knows how to mend one rule: told of a page once, then asked about each finding, for its ideas, the best first. */
export type Mender = (
  page: ParsedPage,
  source: SourceLines,
  context: FixContext,
) => (finding: Finding) => Iterable<Proposal>

/** What `checkMyst` finds, as findings. */
export function checkText(text: string): Finding[] {
  return checkMyst(text).map(problem => Object.assign({ severity: 'error' as const }, problem))
}
