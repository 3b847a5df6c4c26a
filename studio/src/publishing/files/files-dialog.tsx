import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Confirm, Dialog } from '../../components/dialog.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { count, size } from '../../components/words.ts'
import { FileRow } from './file-row.tsx'
import { type BookFile, filesQuery, useFileActs } from './files.ts'
import './files.css'

/** The pictures and files that go with the text of a book. */
export function FilesDialog({ bookId, editable, onClose }: { bookId: string; editable: boolean; onClose: () => void }) {
  const { data, error } = useQuery(filesQuery(bookId))
  const { add, remove, fetchRemote } = useFileActs(bookId)
  const [going, setGoing] = useState<BookFile>()
  const input = useRef<HTMLInputElement>(null)
  if (going) {
    return (
      <Confirm
        title={`Delete ${going.name}?`}
        description="Chapters that show or link to it will say that it is missing. The text stays as it is."
        act="Delete"
        onConfirm={() => {
          remove.mutate(going.id)
          setGoing(undefined)
        }}
        onClose={() => setGoing(undefined)}
      />
    )
  }
  const total = data?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0
  return (
    <Dialog
      wide
      title="Pictures and files"
      description={data && data.length > 0 ? `${count(data.length, 'file')}, ${size(total)} in all.` : undefined}
      onClose={onClose}
      actions={
        <>
          {editable && (
            <Button
              look="quiet"
              icon="globe"
              busy={fetchRemote.isPending ? 'Fetching from the web' : undefined}
              onClick={() => fetchRemote.mutate()}
            >
              Fetch pictures from the web
            </Button>
          )}
          {editable && (
            <Button icon="up-from" busy={add.isPending ? 'Adding' : undefined} onClick={() => input.current?.click()}>
              Add files
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <input
        ref={input}
        type="file"
        multiple
        className="vh"
        tabIndex={-1}
        aria-label="Files to add"
        onChange={event => {
          add.mutate([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {error && <ErrorState error={error} />}
      {!data && !error && <Loading what="Reading the files of the book" />}
      {add.error && (
        <Banner look="stop">
          {explain(add.error).title}. {explain(add.error).detail}
        </Banner>
      )}
      {fetchRemote.data && fetchRemote.data.failed.length > 0 && (
        <Banner look="warn">
          {fetchRemote.data.failed.map(({ url, reason }) => (
            <span key={url} className="block break-all">
              {url}: {reason}
            </span>
          ))}
        </Banner>
      )}
      {data?.length === 0 && (
        <p className="soft">No file yet. Pictures go to images/ and are shown as ![words](images/name.png).</p>
      )}
      {data && data.length > 0 && (
        <ul className="filelist">
          {data.map(file => (
            <FileRow key={file.id} bookId={bookId} file={file} editable={editable} onDelete={() => setGoing(file)} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}
