import { ask } from '@octavo/server/client'
import { api } from '../../api/client.ts'
import { toast } from '../../components/toast.tsx'
import type { Book } from '../book.ts'
import { TemplateDialog } from './template-dialog.tsx'

/** Keeps how a book is made as a template. */
export function SaveTemplateDialog({ book, onClose }: { book: Pick<Book, 'id' | 'title'>; onClose: () => void }) {
  return (
    <TemplateDialog
      title="Save as template"
      description={`The outline, features and instructions of “${book.title}” are kept, none of its text.`}
      act="Save the template"
      initial={{ name: book.title.slice(0, 200), description: '', isPublic: false }}
      save={async json => {
        const saved = await ask(api.v1.books[':id'].template.$post({ param: { id: book.id }, json }))
        toast(`The template “${saved.name}” is saved.`)
      }}
      onClose={onClose}
    />
  )
}
