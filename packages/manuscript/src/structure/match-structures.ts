import { nearDuplicates } from '../search/near-duplicates.ts'
import { comparable } from './survey.ts'

/** A chapter as `chaptersOf` makes it, or as the library has it from an earlier import. */
export interface KnownChapter {
  id: string
  identity: string
  kind: string
  title: string
  number?: string
  /** MyST, as it is now. */
  text: string
}

export interface MatchedChapter {
  /** The ids of the chapter before and after. */
  before: string
  after: string
  by: 'identity and title' | 'number and title' | 'title' | 'text' | 'identity'
  /** How alike the texts are, 0 to 1, where that decided; see `nearDuplicates`. */
  similarity?: number
}

export interface StructureMatch {
  /** In the order of the chapters after. */
  matched: MatchedChapter[]
  /** Ids of chapters that are new. */
  added: string[]
  /** Ids of chapters that no longer come. Nothing is to be deleted for that unasked. */
  gone: string[]
}

/** Texts this much alike are one chapter, whatever it is called now. */
const sameText = 0.5
/** Where nothing else is left to match, so much is enough: a chapter rewritten in large part. */
const likelyText = 0.15

/**
 * Says which chapter of a new import is which of an earlier one, so that a chapter is updated and never deleted and made
 * again. Each is matched once, by the strongest sign first: the place in the file together with the title, number and
 * title, title, text, and the place in the file alone. The place alone comes last: where a chapter was put in front, the
 * third file of a book is not the chapter it was.
 */
export async function matchStructures(
  before: readonly KnownChapter[],
  after: readonly KnownChapter[],
  pause?: () => Promise<unknown>,
): Promise<StructureMatch> {
  const pairs = new Pairs(before, after)
  const title = ({ title }: KnownChapter) => comparable(title)
  pairs.byKey('identity and title', chapter => `${chapter.identity}\n${title(chapter)}`)
  pairs.byKey('number and title', chapter => chapter.number && `${comparable(chapter.number)}\n${title(chapter)}`)
  pairs.byKey('title', chapter => title(chapter) && `${chapter.kind}\n${title(chapter)}`)
  const alike = await similarities(pairs.left('before'), pairs.left('after'), pause)
  pairs.bySimilarity(alike, sameText)
  pairs.byKey('identity', ({ identity }) => identity)
  pairs.bySimilarity(alike, likelyText)
  return pairs.result()
}

interface Alike {
  before: KnownChapter
  after: KnownChapter
  similarity: number
}

async function similarities(
  before: readonly KnownChapter[],
  after: readonly KnownChapter[],
  pause: (() => Promise<unknown>) | undefined,
): Promise<Alike[]> {
  if (before.length === 0 || after.length === 0) return []
  const texts = [...before, ...after].map(({ text }) => text)
  const found = await nearDuplicates(texts, { atLeast: likelyText, ...(pause && { pause }) })
  return found.flatMap(({ first, second, similarity }) => {
    const [one, other] = [before[first], after[second - before.length]]
    return one && other ? [{ before: one, after: other, similarity }] : []
  })
}

class Pairs {
  readonly #before: readonly KnownChapter[]
  readonly #after: readonly KnownChapter[]
  readonly #matched = new Map<KnownChapter, MatchedChapter>()
  readonly #taken = new Set<KnownChapter>()

  constructor(before: readonly KnownChapter[], after: readonly KnownChapter[]) {
    this.#before = before
    this.#after = after
  }

  left(side: 'before' | 'after'): KnownChapter[] {
    return side === 'before'
      ? this.#before.filter(chapter => !this.#taken.has(chapter))
      : this.#after.filter(chapter => !this.#matched.has(chapter))
  }

  /** Matches what has a key alone on both sides; what several have tells nothing. */
  byKey(by: MatchedChapter['by'], keyOf: (chapter: KnownChapter) => string | undefined): void {
    const keyed = (chapters: readonly KnownChapter[]) => Map.groupBy(chapters, chapter => keyOf(chapter) ?? '')
    const after = keyed(this.left('after'))
    for (const [key, [one, ...others]] of keyed(this.left('before'))) {
      const [other, ...more] = after.get(key) ?? []
      if (key !== '' && one && other && others.length + more.length === 0) this.#match(one, other, { by })
    }
  }

  /** Most alike first. */
  bySimilarity(alike: readonly Alike[], atLeast: number): void {
    for (const { before, after, similarity } of alike) {
      if (similarity < atLeast || this.#taken.has(before) || this.#matched.has(after)) continue
      this.#match(before, after, { by: 'text', similarity })
    }
  }

  #match(before: KnownChapter, after: KnownChapter, how: Pick<MatchedChapter, 'by' | 'similarity'>): void {
    this.#taken.add(before)
    this.#matched.set(after, { before: before.id, after: after.id, ...how })
  }

  result(): StructureMatch {
    return {
      matched: this.#after.flatMap(chapter => this.#matched.get(chapter) ?? []),
      added: this.left('after').map(({ id }) => id),
      gone: this.left('before').map(({ id }) => id),
    }
  }
}
