import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { Menu, MenuItem, MenuLine } from '../../components/menu.tsx'
import { useMe } from '../../identity/me.ts'
import type { Book } from '../book.ts'
import { SaveTemplateDialog } from '../templates/save-template-dialog.tsx'
import { archiveBook, duplicateBook, mayChange, restoreBook, trashBook, unarchiveBook } from './act-on-book.ts'
import { placeOf } from './shelf.ts'

/** What can be done with a book without opening it. Made when it is asked for: a shelf has hundreds, few are opened. */
export function BookMenu({ book, inRow = false }: { book: Book; inRow?: boolean }) {
  const [asked, setAsked] = useState(false)
  const button = {
    icon: 'more',
    size: 's',
    look: inRow ? 'quiet' : 'plain',
    className: inRow ? '' : 'book__more',
    label: `More about ${book.title}`,
  } as const
  return asked ? (
    <OpenMenu book={book} trigger={<IconButton {...button} />} />
  ) : (
    <IconButton
      {...button}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setAsked(true)}
      onKeyDown={({ key }) => key === 'ArrowDown' && setAsked(true)}
    />
  )
}

function OpenMenu({ book, trigger }: { book: Book; trigger: ReactNode }) {
  const navigate = useNavigate()
  const changeable = mayChange(useMe(), book)
  const [saving, setSaving] = useState(false)
  return (
    <>
      <Menu isOpen trigger={trigger}>
        {book.deletedAt ? (
          <MenuItem icon="undo" disabled={!changeable} onSelect={() => restoreBook(book)}>
            Restore
          </MenuItem>
        ) : (
          <>
            <MenuItem icon="book" onSelect={() => navigate({ to: placeOf(book), params: { bookId: book.id } })}>
              Open
            </MenuItem>
            <MenuItem icon="file" onSelect={() => duplicateBook(book)}>
              Duplicate
            </MenuItem>
            <MenuItem icon="notes" onSelect={() => setSaving(true)}>
              Save as template
            </MenuItem>
            {changeable && <MenuLine />}
            {changeable && book.status === 'archived' && (
              <MenuItem icon="up-from" onSelect={() => unarchiveBook(book)}>
                Take out of the archive
              </MenuItem>
            )}
            {changeable && book.status !== 'archived' && (
              <MenuItem icon="down-to" onSelect={() => archiveBook(book)}>
                Archive
              </MenuItem>
            )}
            {changeable && (
              <MenuItem icon="trash" danger onSelect={() => trashBook(book)}>
                Put into the trash
              </MenuItem>
            )}
          </>
        )}
      </Menu>
      {saving && <SaveTemplateDialog book={book} onClose={() => setSaving(false)} />}
    </>
  )
}
