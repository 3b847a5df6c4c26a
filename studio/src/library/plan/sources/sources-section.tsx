import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { Confirm } from '../../../components/dialog.tsx'
import { toast, toastError } from '../../../components/toast.tsx'
import { count } from '../../../components/words.ts'
import { useDrag } from '../outline/use-drag.ts'
import { AddingRow, AddSource } from './add-source.tsx'
import { type Chosen, SourceDialog } from './source-dialog.tsx'
import { SourceRow } from './source-row.tsx'
import { type Source, sourcesQuery } from './sources.ts'
import type { SourceAdding } from './use-adding.ts'

/** What the book stands on: given here, put in order, renamed, read, taken away. */
export function SourcesSection({
  bookId,
  sources,
  adding,
  mayEdit,
  chosen,
}: {
  bookId: string
  sources: readonly Source[]
  adding: SourceAdding
  mayEdit: boolean
  /** The chapter a passage can be put behind. */
  chosen: Chosen | undefined
}) {
  const queryClient = useQueryClient()
  const key = sourcesQuery(bookId).queryKey
  const [opened, setOpened] = useState<Source>()
  const [doomed, setDoomed] = useState<Source>()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['book', bookId] })

  const order = useMutation({
    mutationFn: (ids: string[]) =>
      ask(api.v1.books[':id'].sources.order.$put({ param: { id: bookId }, json: { ids } })),
    onMutate: ids => queryClient.setQueryData(key, all => ids.map(id => all!.find(one => one.id === id)!)),
    onError: error => {
      toastError(error)
      void refresh()
    },
    onSuccess: ({ items }) => queryClient.setQueryData(key, items),
  })
  const remove = useMutation({
    mutationFn: (source: Source) => ask(api.v1.sources[':id'].$delete({ param: { id: source.id } })),
    onError: toastError,
    onSuccess: (_, source) => {
      setDoomed(undefined)
      toast(`“${source.title}” deleted`)
      return refresh()
    },
  })
  const move = (id: string, index: number) => {
    const ids = sources.map(one => one.id).filter(one => one !== id)
    order.mutate(ids.toSpliced(Math.max(0, index), 0, id))
  }
  const { dragged, drop, grip } = useDrag({
    takes: () => false,
    onDrop: (id, { key: over, at }) => {
      const rest = sources.map(one => one.id).filter(one => one !== id)
      move(id, rest.indexOf(over) + (at === 'after' ? 1 : 0))
    },
  })
  const passages = sources.reduce((sum, source) => sum + source.passages, 0)
  return (
    <div className="plan-sec">
      <header>
        <h2 className="h4">Sources</h2>
        {sources.length > 0 && (
          <span className="small quiet">
            {count(sources.length, 'source')}, {count(passages, 'passage')}
          </span>
        )}
      </header>
      {sources.length === 0 && adding.adding.length === 0 && (
        <p className="soft">
          Nothing yet. Notes, drafts, papers, pages of the web: what is given here is what the chapters stand on.
        </p>
      )}
      <ul data-drag-list="">
        {sources.map((source, index) => (
          <SourceRow
            key={source.id}
            source={source}
            mayEdit={mayEdit}
            first={index === 0}
            last={index === sources.length - 1}
            dragged={dragged === source.id}
            drop={drop?.key === source.id ? drop.at : undefined}
            grip={grip(source.id)}
            onOpen={() => setOpened(source)}
            onMove={by => move(source.id, index + by)}
            onDelete={() => setDoomed(source)}
          />
        ))}
        {adding.adding.map(one => (
          <AddingRow
            key={one.id}
            adding={one}
            onRetry={() => adding.retry(one)}
            onForget={() => adding.forget(one.id)}
          />
        ))}
      </ul>
      {mayEdit && <AddSource onAdd={adding.add} />}
      {opened && <SourceDialog source={opened} chosen={chosen} onClose={() => setOpened(undefined)} />}
      {doomed && (
        <Confirm
          title={`Delete “${doomed.title}”?`}
          description={`Its ${count(doomed.passages, 'passage')} go with it, also from the chapters that stand on them. The text of chapters stays.`}
          act="Delete source"
          busy={remove.isPending ? 'Deleting' : undefined}
          onConfirm={() => remove.mutate(doomed)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </div>
  )
}
