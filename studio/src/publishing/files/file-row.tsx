import { useRef, useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../../components/menu.tsx'
import { number, size } from '../../components/words.ts'
import { type BookFile, contentOf, useFileActs } from './files.ts'

/** Media types the server lets a browser show. */
const shown = /^image\/(png|jpeg|gif|webp|avif|bmp)$/

/** One file: what it is, its name in the book, its words for who does not see it. */
export function FileRow({
  bookId,
  file,
  editable,
  onDelete,
}: {
  bookId: string
  file: BookFile
  editable: boolean
  onDelete: () => void
}) {
  const { change, replace } = useFileActs(bookId)
  const [editing, setEditing] = useState(false)
  const [name, setName] = useState(file.name)
  const [alt, setAlt] = useState(file.alt)
  const input = useRef<HTMLInputElement>(null)
  const isPicture = file.kind === 'image'
  const facts = [
    file.width && file.height && `${number(file.width)} × ${number(file.height)}`,
    size(file.bytes),
    file.origin && `from ${URL.canParse(file.origin) ? new URL(file.origin).host : file.origin}`,
  ]
  const save = () =>
    change.mutate(
      { id: file.id, ...(name !== file.name && { name }), ...(alt !== file.alt && { alt }) },
      { onSuccess: () => setEditing(false) },
    )
  return (
    <li>
      <span className="filelist__picture">
        {shown.test(file.mediaType) ? <img src={contentOf(file)} alt="" loading="lazy" /> : <Icon name="file" />}
      </span>
      {editing ? (
        <form
          className="filelist__form"
          onSubmit={event => {
            event.preventDefault()
            if (name === file.name && alt === file.alt) setEditing(false)
            else save()
          }}
        >
          <TextField
            label="Name"
            help="Chapters that name it by its old name do not find it."
            error={change.error ? explain(change.error).fields.name || explain(change.error).detail : undefined}
            value={name}
            onChange={event => setName(event.target.value)}
          />
          {isPicture && (
            <TextField
              label="What it shows"
              help="For who does not see it."
              value={alt}
              dir="auto"
              onChange={event => setAlt(event.target.value)}
            />
          )}
          <span className="act">
            <Button size="s" onClick={() => setEditing(false)}>
              Leave it
            </Button>
            <Button size="s" type="submit" busy={change.isPending ? 'Saving' : undefined}>
              Save
            </Button>
          </span>
        </form>
      ) : (
        <span className="filelist__what">
          <span className="mono" dir="ltr">
            {file.name}
          </span>
          <span className="small quiet num">{facts.filter(Boolean).join(', ')}</span>
          {isPicture && (
            <span className="small" dir="auto">
              {file.alt || <span className="quiet">No words for who does not see it</span>}
            </span>
          )}
        </span>
      )}
      <Menu trigger={<IconButton icon="more" look="quiet" size="s" label={`More for ${file.name}`} />}>
        {editable && (
          <MenuItem icon="pen" onSelect={() => setEditing(true)}>
            {isPicture ? 'Rename or describe' : 'Rename'}
          </MenuItem>
        )}
        {editable && (
          <MenuItem icon="up-from" onSelect={() => input.current?.click()}>
            Replace
          </MenuItem>
        )}
        <MenuItem
          icon="down-to"
          onSelect={() => Object.assign(document.createElement('a'), { href: contentOf(file), download: '' }).click()}
        >
          Download
        </MenuItem>
        {editable && <MenuLine />}
        {editable && (
          <MenuItem icon="trash" danger onSelect={onDelete}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <input
        ref={input}
        type="file"
        className="vh"
        tabIndex={-1}
        aria-label={`Another file for ${file.name}`}
        onChange={event => {
          const given = event.target.files?.[0]
          if (given) replace.mutate({ old: file, file: given })
          event.target.value = ''
        }}
      />
    </li>
  )
}
