import type { BoundPage } from '../book/bound-book.ts'

/** What is made of a page alone, made once for each: the binder gives pages that have not changed again as they are. */
export function perPage<Made>(make: (page: BoundPage) => Made): (page: BoundPage) => Made {
  const known = new WeakMap<BoundPage, { made: Made }>()
  return page => {
    const found = known.get(page) ?? { made: make(page) }
    known.set(page, found)
    return found.made
  }
}
