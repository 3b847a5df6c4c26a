import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { IconButton } from '../../../../components/button.tsx'
import { Menu, MenuItem } from '../../../../components/menu.tsx'
import { Face } from '../../../../components/progress.tsx'
import { ago } from '../../../../components/words.ts'
import { CommentForm } from './comment-form.tsx'
import type { Comment } from './notes.ts'

/** What one person said: shown as it was typed, changed in place. */
export function Remark({
  remark: { id, author, body, createdAt, editedAt },
  chapterId,
  own,
  mayDelete,
  onDelete,
}: {
  remark: Comment['answers'][number]
  chapterId: string
  own: boolean
  mayDelete: boolean
  onDelete: () => void
}) {
  const queryClient = useQueryClient()
  const [editing, setEditing] = useState(false)
  const change = useMutation({
    mutationFn: (text: string) => ask(api.v1.comments[':id'].$patch({ param: { id }, json: { body: text } })),
    onSuccess: () => {
      setEditing(false)
      return queryClient.invalidateQueries({ queryKey: ['chapter', chapterId, 'comments'] })
    },
  })
  const name = author?.name ?? 'Somebody who left'
  return (
    <div className="remark">
      <Face name={name} />
      <span>
        <b dir="auto">{name}</b>{' '}
        <span className="small quiet">
          {ago(createdAt)}
          {editedAt && ', edited'}
        </span>
      </span>
      {own || mayDelete ? (
        <Menu trigger={<IconButton icon="more" label={`Comment by ${name}: more`} look="quiet" size="s" />}>
          {own && (
            <MenuItem icon="pen" onSelect={() => setEditing(true)}>
              Edit
            </MenuItem>
          )}
          {mayDelete && (
            <MenuItem icon="trash" danger onSelect={onDelete}>
              Delete…
            </MenuItem>
          )}
        </Menu>
      ) : (
        <span />
      )}
      {editing ? (
        <div>
          <CommentForm label="Comment" act="Save" text={body} mutation={change} onClose={() => setEditing(false)} />
        </div>
      ) : (
        <p className="whitespace-pre-wrap wrap-anywhere" dir="auto">
          {body}
        </p>
      )}
    </div>
  )
}
