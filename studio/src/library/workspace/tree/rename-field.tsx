import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'
import { toastError } from '../../../components/toast.tsx'
import type { OutlineItem } from '../../book.ts'

/** A title being changed in its row: Enter keeps it, Escape leaves it as it was. */
export function RenameField({
  bookId,
  item,
  depth,
  onDone,
}: {
  bookId: string
  item: OutlineItem
  depth: number
  onDone: () => void
}) {
  const client = useQueryClient()
  const rename = useMutation({
    mutationFn: (title: string) =>
      ask(api.v1['outline-items'][':id'].$patch({ param: { id: item.id }, json: { title } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['book', bookId, 'outline'] }),
    onError: toastError,
  })
  const keep = (title: string) => {
    const said = title.trim()
    if (said && said !== item.title) rename.mutate(said)
    onDone()
  }
  return (
    <div className="trow" role="treeitem" aria-level={depth + 1} aria-selected={false} tabIndex={-1}>
      <input
        className="trow__edit"
        aria-label={`New title of ${item.title}`}
        dir="auto"
        maxLength={500}
        defaultValue={item.title}
        ref={field => field?.select()}
        onBlur={event => keep(event.target.value)}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'Enter') keep(event.currentTarget.value)
          else if (event.key === 'Escape') onDone()
        }}
      />
    </div>
  )
}
