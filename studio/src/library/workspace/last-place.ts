import { useEffect } from 'react'
import type { OpenChapter } from './editor/open-chapter.ts'

/** Where somebody left off on this machine; the library shows it first. */
export interface LastPlace {
  bookId: string
  chapterId: string
  title: string
  /** The words at the cursor. */
  excerpt: string
  /** ISO 8601. */
  at: string
}

const kept = 'octavo-last-place'
const longestExcerpt = 240

/** Where one left off; undefined on a new machine. */
export function readLastPlace(): LastPlace | undefined {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? '') as LastPlace
  } catch {
    return undefined
  }
}

/** Remembers the place in the open chapter: when it opens, when the window is left, when another is opened. */
export function useLastPlace(open: OpenChapter | undefined): void {
  useEffect(() => {
    if (!open) return
    const keep = () => {
      const { chapter, text, line } = open.state.get()
      const place: LastPlace = {
        bookId: chapter.bookId,
        chapterId: chapter.id,
        title: chapter.title,
        excerpt: excerptOf(text, line),
        at: new Date().toISOString(),
      }
      localStorage.setItem(kept, JSON.stringify(place))
    }
    keep()
    document.addEventListener('visibilitychange', keep)
    return () => {
      document.removeEventListener('visibilitychange', keep)
      keep()
    }
  }, [open])
}

/** The first line of prose from the cursor on, else the last before it. */
function excerptOf(text: string, line: number): string {
  const lines = text.split('\n')
  const prose = (said: string) => /^[\p{L}\p{N}"“‘(*_]/u.test(said) && !/^\w[\w-]*:\s/.test(said)
  const found = lines.slice(line - 1).find(prose) ?? lines.slice(0, line).findLast(prose) ?? ''
  return found.length > longestExcerpt ? `${found.slice(0, longestExcerpt).replace(/\s+\S*$/, '')}…` : found
}
