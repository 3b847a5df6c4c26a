import { type FormEvent, useRef, useState } from 'react'
import { ReadingPage } from '../../app/page.tsx'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { DropFiles } from '../plan/drop-files.tsx'
import { isAddress } from '../plan/sources/sources.ts'
import { Importing } from './importing.tsx'
import './new-book.css'
import { useImporting } from './use-importing.ts'

/** A manuscript comes in: a file, or an address. Its chapters are proposed next. */
export function ImportScreen() {
  const importing = useImporting()
  const files = useRef<HTMLInputElement>(null)
  const [address, setAddress] = useState('')
  const [wrong, setWrong] = useState<string>()
  const take = ([file]: readonly File[]) => file && importing.mutate({ file })
  const fetchIt = (event: FormEvent) => {
    event.preventDefault()
    const url = /^[a-z]+:/i.test(address.trim()) ? address.trim() : `https://${address.trim()}`
    if (!isAddress(url)) setWrong('Give the address of a page or a file, such as https://example.org/novel.epub.')
    else importing.mutate({ url })
  }
  return (
    <ReadingPage title="Import a manuscript">
      <div className="new-book">
        <p className="new-book__lead">
          Octavo reads it and proposes the chapters. You correct them, and only then a book is made of it. The file
          itself is kept as you gave it.
        </p>
        <DropFiles onFiles={importing.isPending ? undefined : take}>
          <div className="new-book__drop">
            <p className="h4">Drop a file here</p>
            <p className="soft">EPUB, Word, PDF, HTML, Markdown, MyST or Jupyter Book as a zip, plain text.</p>
            <input
              ref={files}
              type="file"
              hidden
              aria-label="Manuscript"
              onChange={event => {
                take([...(event.currentTarget.files ?? [])])
                event.currentTarget.value = ''
              }}
            />
            <Button look="primary" disabled={importing.isPending} onClick={() => files.current?.click()}>
              Choose a file
            </Button>
          </div>
        </DropFiles>
        <form className="new-book__address" onSubmit={fetchIt}>
          <TextField
            label="Or give its address"
            type="text"
            inputMode="url"
            placeholder="https://"
            error={wrong}
            value={address}
            onChange={event => {
              setAddress(event.currentTarget.value)
              setWrong(undefined)
            }}
          />
          <Button type="submit" disabled={importing.isPending || address.trim() === ''}>
            Fetch it
          </Button>
        </form>
        <Importing importing={importing} />
      </div>
    </ReadingPage>
  )
}
