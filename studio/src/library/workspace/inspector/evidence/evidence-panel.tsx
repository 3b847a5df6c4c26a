import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Empty, ErrorState, Loading } from '../../../../components/states.tsx'
import { toast } from '../../../../components/toast.tsx'
import { count } from '../../../../components/words.ts'
import { lineOf } from '../../../../quality/place.ts'
import { sourcesQuery } from '../../../plan/sources/sources.ts'
import type { PanelProps } from '../inspector.tsx'
import { cite, citedIn, paragraphAt } from './cited.ts'
import { alikeQuery, citedQuery, type Passage } from './evidence.ts'
import { SourceDialog } from './source-dialog.tsx'

/** What the paragraph at the cursor stands on: the passages it cites, and others of the sources about the same. */
export function EvidencePanel({ book, editor, rights, selection }: PanelProps) {
  const [opened, setOpened] = useState<Passage>()
  const text = editor.text()
  const paragraph = paragraphAt(text, selection.from)
  const notes = citedIn(paragraph.text, text)
  const sources = useQuery(sourcesQuery(book.id))
  const cited = useQuery(citedQuery(book.id, notes))
  const alike = useQuery(alikeQuery(book.id, paragraph.text))
  if (sources.isPending) return <Loading what="Looking through the sources" />
  if (sources.isError) return <ErrorState error={sources.error} retry={sources.refetch} />
  if (sources.data.length === 0) {
    return (
      <Empty title="No sources yet">
        Add what the book stands on under Plan: then every paragraph shows the passages behind it.
      </Empty>
    )
  }
  const isCited = (one: Passage) =>
    cited.data?.some(other => other.sourceId === one.sourceId && other.line === one.line)
  const others = alike.data?.filter(one => !isCited(one)) ?? []
  const line = lineOf(text, paragraph.from)
  const insert = (passage: Passage) => {
    const now = editor.text()
    editor.replace(cite(now, paragraphAt(now, editor.selection().from), passage.title, passage.line))
    toast(`Cited: ${passage.title}, line ${passage.line}.`)
  }
  return (
    <>
      <div className="pane__body" tabIndex={-1}>
        {notes.length > 0 && (
          <section className="insp__passages" aria-label="Cited">
            <h3>
              Behind line {line}, {count(notes.length, 'passage')} cited
            </h3>
            {cited.isLoading && <Loading what="Reading the passages" />}
            {cited.isError && <ErrorState error={cited.error} retry={cited.refetch} />}
            {cited.data?.map(passage => (
              <PassageNote
                key={passage.sourceId + passage.line}
                passage={passage}
                pinned
                onOpen={() => setOpened(passage)}
              />
            ))}
            {cited.data && cited.data.length < notes.length && (
              <p className="small quiet">
                {count(notes.length - cited.data.length, 'note')}{' '}
                {notes.length - cited.data.length === 1 ? 'names' : 'name'} a source that is no longer in the book.
              </p>
            )}
          </section>
        )}
        <section className="insp__passages" aria-label="About the same">
          <h3>{paragraph.text.trim() === '' ? 'Put the cursor into a paragraph' : `About the same as line ${line}`}</h3>
          {alike.isLoading && <Loading what="Searching the sources" />}
          {alike.isError && <ErrorState error={alike.error} retry={alike.refetch} />}
          {others.map(passage => (
            <PassageNote
              key={passage.sourceId + passage.line}
              passage={passage}
              onOpen={() => setOpened(passage)}
              onCite={rights.edit ? () => insert(passage) : undefined}
            />
          ))}
          {alike.data && others.length === 0 && (
            <p className="small quiet">Nothing {notes.length > 0 ? 'else ' : ''}in the sources is about this.</p>
          )}
        </section>
      </div>
      {opened && <SourceDialog passage={opened} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function PassageNote({
  passage: { text, title, line, endLine, headings },
  pinned = false,
  onOpen,
  onCite,
}: {
  passage: Passage
  pinned?: boolean
  onOpen: () => void
  onCite?: (() => void) | undefined
}) {
  return (
    <blockquote className={pinned ? 'passage is-pinned' : 'passage'}>
      <p className="passage__q insp__passage" dir="auto">
        {text}
      </p>
      <p className="passage__f" dir="auto">
        <span>{title}</span>
        <span>{line === endLine ? `line ${line}` : `lines ${line}–${endLine}`}</span>
        {headings.length > 0 && headings.at(-1) !== title && <span>{headings.at(-1)}</span>}
      </p>
      <div className="finding__a">
        <Button size="s" look="quiet" onClick={onOpen}>
          Open the source
        </Button>
        {onCite && (
          <Button size="s" icon="quote" onClick={onCite}>
            Cite
          </Button>
        )}
      </div>
    </blockquote>
  )
}
