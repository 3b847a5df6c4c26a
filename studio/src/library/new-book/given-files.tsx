import { useRef } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { size } from '../../components/words.ts'

/** Files given with a new book: what it stands on, or the manuscript itself. */
export function GivenFiles({
  files,
  onFiles,
  onImport,
  busy,
}: {
  files: readonly File[]
  onFiles: (files: readonly File[]) => void
  onImport: (file: File) => void
  busy: boolean
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="new-book__files">
      {files.length > 0 && (
        <ul aria-label="Files">
          {files.map((file, index) => (
            <li key={`${file.name}-${index}`}>
              <Icon name="file" />
              <span dir="auto">{file.name}</span>
              <span className="small quiet">{size(file.size)}, a source</span>
              <button type="button" className="link" disabled={busy} onClick={() => onImport(file)}>
                It is the book: import it
              </button>
              <IconButton
                icon="x"
                size="s"
                look="quiet"
                label={`Take ${file.name} out`}
                onClick={() => onFiles(files.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="soft">
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label="Files"
          onChange={event => {
            onFiles([...files, ...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
        <Button size="s" icon="plus" onClick={() => input.current?.click()}>
          Add sources
        </Button>
        <span>or drop files anywhere: notes, drafts, papers. They can also come later.</span>
      </p>
    </div>
  )
}
