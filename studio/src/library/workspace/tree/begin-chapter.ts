import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../api/client.ts'
import { toastError } from '../../../components/toast.tsx'
import { chapterQuery } from '../../chapter.ts'

interface Begun {
  title: string
  /** The planned chapter it is the text of. Without it, a new one at the end of `parentId`. */
  outlineItemId?: string
  parentId?: string
}

/** Begins a chapter with its title as heading, and opens it. */
export function useBeginChapter(bookId: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ title, ...where }: Begun) =>
      ask(
        api.v1.books[':id'].chapters.$post({
          param: { id: bookId },
          json: { title, content: `# ${title}\n\n`, imported: false, ...where },
        }),
      ),
    async onSuccess(chapter) {
      client.setQueryData(chapterQuery(chapter.id).queryKey, chapter)
      await client.invalidateQueries({ queryKey: ['book', bookId, 'outline'] })
      await navigate({ to: '/books/$bookId/edit/$chapterId', params: { bookId, chapterId: chapter.id } })
    },
    onError: toastError,
  })
}
