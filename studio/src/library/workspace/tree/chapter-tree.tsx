import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useRef, useState } from 'react'
import { api } from '../../../api/client.ts'
import type { Outline, OutlineItem } from '../../book.ts'
import type { OpenChapter } from '../editor/open-chapter.ts'
import { useBeginChapter } from './begin-chapter.ts'
import { ChapterRow } from './chapter-row.tsx'
import { type Row, rowsOf } from './chapters-of.ts'
import { SectionRows } from './section-rows.tsx'

/** What the audit counted per chapter, as it was when it last read the book. */
const auditQuery = (bookId: string) => ({
  queryKey: ['book', bookId, 'audit', 'counts'],
  queryFn: async () => {
    const audit = await ask(api.v1.books[':id'].audit.$get({ param: { id: bookId }, query: { refresh: 'false' } }))
    return new Map(audit.chapters.map(({ chapterId, counts }) => [chapterId, counts]))
  },
})

/** The chapters of the book, the sections of the open one below it. ↑↓ move, Enter opens, R renames. */
export function ChapterTree({
  bookId,
  outline,
  chapterId,
  open,
  mayWrite,
}: {
  bookId: string
  outline: Outline
  chapterId: string | undefined
  open: OpenChapter | undefined
  mayWrite: boolean
}) {
  const navigate = useNavigate()
  const tree = useRef<HTMLDivElement>(null)
  const { data: counts } = useQuery(auditQuery(bookId))
  const [renamed, setRenamed] = useState<string>()
  const begin = useBeginChapter(bookId)
  const rows = rowsOf(outline)
  const first = rows.find(row => row.item.kind !== 'part')?.item.id
  const chosen = rows.find(row => row.item.chapter && row.item.chapter.id === chapterId)?.item.id ?? first

  const show = (item: OutlineItem) => {
    if (item.chapter) {
      void navigate({ to: '/books/$bookId/edit/$chapterId', params: { bookId, chapterId: item.chapter.id } })
    } else if (mayWrite) begin.mutate({ title: item.title, outlineItemId: item.id })
  }
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return
    const items = [...tree.current!.querySelectorAll<HTMLElement>('[role="treeitem"][tabindex]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (next !== undefined) {
      items[Math.max(0, Math.min(items.length - 1, next))]?.focus()
    } else if (event.key.toLowerCase() === 'r' && mayWrite && !event.ctrlKey && !event.metaKey) {
      setRenamed(items[at]?.dataset.item)
    } else if (event.key === 'Enter' || event.key === ' ') items[at]?.click()
    else return
    event.preventDefault()
  }
  return (
    <div ref={tree} className="tree tree--s" role="tree" aria-label="Chapters" tabIndex={-1} onKeyDown={press}>
      {rows.map((row: Row) => (
        <ChapterRow
          key={row.item.id}
          bookId={bookId}
          row={row}
          selected={row.item.id === chosen && row.item.chapter !== null}
          reachable={row.item.id === chosen}
          counts={row.item.chapter ? counts?.get(row.item.chapter.id) : undefined}
          renaming={renamed === row.item.id}
          onRename={on => setRenamed(on ? row.item.id : undefined)}
          mayWrite={mayWrite}
          onShow={() => show(row.item)}
        >
          {open && row.item.chapter?.id === open.handle.chapterId && <SectionRows open={open} depth={row.depth} />}
        </ChapterRow>
      ))}
    </div>
  )
}
