import { useState } from 'react'
import type { Book } from '../library/book.ts'
import { FilesDialog } from './files/files-dialog.tsx'

const languages = new Intl.DisplayNames('en', { type: 'language' })

function languageOf(tag: string): string {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** What is printed behind the title, and the files that go with the text. */
export function BookDetails({ book, editable }: { book: Book; editable: boolean }) {
  const [files, setFiles] = useState(false)
  return (
    <section className="hist facts" aria-labelledby="details">
      <h2 className="h4" id="details">
        Details
      </h2>
      <dl className="num">
        <dt>Authors</dt>
        <dd dir="auto">{book.authors.join(', ') || 'nobody named yet'}</dd>
        <dt>ISBN</dt>
        <dd>{book.isbn ?? 'not given yet'}</dd>
        <dt>Publisher</dt>
        <dd dir="auto">{book.publisher ?? 'not given yet'}</dd>
        <dt>Language</dt>
        <dd>{languageOf(book.language)}</dd>
        <dt>Rights</dt>
        <dd dir="auto">{book.rights ?? 'not given yet'}</dd>
      </dl>
      <div className="hist__more">
        <button type="button" className="link" onClick={() => setFiles(true)}>
          Pictures and files
        </button>
      </div>
      {files && <FilesDialog bookId={book.id} editable={editable} onClose={() => setFiles(false)} />}
    </section>
  )
}
