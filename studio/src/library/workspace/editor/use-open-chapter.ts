import { useEffect, useState, useSyncExternalStore } from 'react'
import { queryClient } from '../../../api/query-client.ts'
import { readUnsent } from '../../../app/unsent.ts'
import { useMe } from '../../../identity/me.ts'
import type { Book } from '../../book.ts'
import { chapterQuery } from '../../chapter.ts'
import { type ChapterState, OpenChapter } from './open-chapter.ts'

/** A chapter on its way into the editor, in it, or not to be had. */
export type Opening = { open: OpenChapter } | { error: unknown; retry: () => void } | undefined

/** Opens a chapter and closes it when another is chosen or the screen is left. */
export function useOpenChapter(book: Book, chapterId: string, mayEdit: boolean): Opening {
  const me = useMe()
  const [opening, setOpening] = useState<Opening>()
  const [attempt, setAttempt] = useState(0)
  // What is left out below is read once, when the chapter opens.
  useEffect(() => {
    let open: OpenChapter | undefined
    let left = false
    const load = async () => {
      const [chapter, kept] = await Promise.all([
        queryClient.fetchQuery({ ...chapterQuery(chapterId), staleTime: 0, retry: false }),
        mayEdit ? readUnsent(me.id, chapterId) : undefined,
      ])
      if (left) return
      const { language } = book
      open = new OpenChapter(chapter, { userId: me.id, unsent: kept, language, mayEdit, settings: me.settings })
      setOpening({ open })
    }
    load().catch(error => left || setOpening({ error, retry: () => setAttempt(attempt + 1) }))
    return () => {
      left = true
      open?.close()
      setOpening(undefined)
    }
  }, [chapterId, mayEdit, attempt])
  return opening
}

/** A part of what is known of the open chapter; the component is drawn anew only when this part is another one. */
export function useChapterState<Part>(open: OpenChapter, part: (state: ChapterState) => Part): Part {
  return useSyncExternalStore(open.state.subscribe, () => part(open.state.get()))
}
