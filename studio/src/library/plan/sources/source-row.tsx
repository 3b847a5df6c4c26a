import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.ts'
import { IconButton } from '../../../components/button.tsx'
import { Icon, type IconName } from '../../../components/icon.tsx'
import { isChord } from '../../../components/keys.tsx'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.tsx'
import { toastError } from '../../../components/toast.tsx'
import { ago, count } from '../../../components/words.ts'
import { type Source, sourcesQuery } from './sources.ts'

/** One source: what it is, and what was read of it. */
export function SourceRow({
  source,
  mayEdit,
  first,
  last,
  dragged,
  drop,
  grip,
  onOpen,
  onMove,
  onDelete,
}: {
  source: Source
  mayEdit: boolean
  first: boolean
  last: boolean
  dragged: boolean
  drop: string | undefined
  grip: { onPointerDown: (event: PointerEvent<HTMLElement>) => void; style: { touchAction: 'none' } }
  onOpen: () => void
  onMove: (by: -1 | 1) => void
  onDelete: () => void
}) {
  const [naming, setNaming] = useState(false)
  const keys = (event: KeyboardEvent) => {
    if (!mayEdit) return
    if (isChord(event, 'alt+ArrowUp') && !first) onMove(-1)
    else if (isChord(event, 'alt+ArrowDown') && !last) onMove(1)
    else if (isChord(event, 'Delete')) onDelete()
    else if (isChord(event, 'F2')) setNaming(true)
    else return
    event.preventDefault()
  }
  return (
    <li className={`plan-src ${dragged ? 'is-lifted' : ''} ${drop ? `is-drop-${drop}` : ''}`} data-key={source.id}>
      <span className={mayEdit ? 'plan-src__icon plan-src__icon--grip' : 'plan-src__icon'} {...(mayEdit && grip)}>
        <Icon name={iconOf(source)} />
        {mayEdit && <Icon name="grip" />}
      </span>
      {naming ? (
        <SourceName source={source} onEnd={() => setNaming(false)} />
      ) : (
        <button type="button" className="plan-src__t" dir="auto" onClick={onOpen} onKeyDown={keys}>
          {source.title}
        </button>
      )}
      <Menu trigger={<IconButton icon="more" size="s" look="quiet" label={`More about ${source.title}`} />}>
        <MenuItem icon="eye" onSelect={onOpen}>
          Read its passages
        </MenuItem>
        {mayEdit && (
          <>
            <MenuItem icon="pen" keys="F2" onSelect={() => setNaming(true)}>
              Rename
            </MenuItem>
            <MenuItem icon="key-up" keys="alt+ArrowUp" disabled={first} onSelect={() => onMove(-1)}>
              Move up
            </MenuItem>
            <MenuItem icon="key-down" keys="alt+ArrowDown" disabled={last} onSelect={() => onMove(1)}>
              Move down
            </MenuItem>
            <MenuLine />
            <MenuItem icon="trash" danger keys="Del" onSelect={onDelete}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      <span className="plan-src__f">
        {source.fetchedAt && `Read ${ago(source.fetchedAt)}: `}
        {count(source.words, 'word')} → {count(source.passages, 'passage')}
        {[
          ...(source.words === 0 ? ['No words were found in it: it may be pictures only.'] : []),
          ...new Set(source.warnings),
        ].map(warning => (
          <span key={warning} className="plan-src__w" dir="auto">
            <Icon name="warn" />
            {warning}
          </span>
        ))}
      </span>
    </li>
  )
}

function iconOf({ mediaType, fetchedAt, origin }: Source): IconName {
  if (fetchedAt) return 'link'
  if (/\.epub$/i.test(origin)) return 'book'
  return mediaType === 'text/markdown' ? 'notes' : 'file'
}

function SourceName({ source, onEnd }: { source: Source; onEnd: () => void }) {
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const rename = useMutation({
    mutationFn: (title: string) => ask(api.v1.sources[':id'].$patch({ param: { id: source.id }, json: { title } })),
    onError: toastError,
    onSuccess: renamed =>
      queryClient.setQueryData(sourcesQuery(source.bookId).queryKey, all =>
        all?.map(one => (one.id === renamed.id ? renamed : one)),
      ),
    onSettled: onEnd,
  })
  const end = (title: string) => {
    if (rename.isPending) return
    if (title.trim() && title.trim() !== source.title) rename.mutate(title.trim())
    else onEnd()
  }
  return (
    <input
      ref={input}
      className="input plan-src__edit"
      aria-label={`Name of ${source.title}`}
      dir="auto"
      maxLength={500}
      defaultValue={source.title}
      onBlur={event => end(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') end(event.currentTarget.value)
        if (event.key === 'Escape') onEnd()
      }}
    />
  )
}
