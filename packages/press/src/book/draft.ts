import type { GenericNode, GenericParent } from 'myst-common'
import type { BookProblem, BoundPage } from './bound-book.ts'
import type { CountedPage } from './count-page.ts'
import type { PageNumber } from './number-pages.ts'
import type { PressPage } from './press-book.ts'
import type { ReadPage } from './read-page.ts'
import type { Surroundings } from './surroundings.ts'

/** A page on its way into a book: what is known of it comes step by step. */
export interface Draft {
  page: PressPage
  parent: Draft | undefined
  level: number
  /** As the binder keeps it: nothing may be written to it. */
  read: ReadPage
  slug: string
  title: string
  titleNodes: GenericNode[]
  number: PageNumber
  counted: CountedPage
  /** A copy of its text to be resolved and settled; none for a page that is kept, or not wanted. */
  tree: GenericParent | undefined
  /** The page as it was bound before with the same numbers; none when something it shows has changed. */
  kept: KeptPage | undefined
}

/** A page as it was bound, and all it was bound with. */
export interface KeptPage extends SettledPage {
  counted: CountedPage
  surroundings: Surroundings
}

export interface SettledPage {
  page: BoundPage
  problems: readonly BookProblem[]
  /** Works it cites, by their keys. */
  cited: ReadonlySet<string>
}
