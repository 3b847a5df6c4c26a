import { ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { SelectField } from '../../../../components/field.tsx'
import { Progress } from '../../../../components/progress.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { count, money, number } from '../../../../components/words.ts'
import { jobQuery } from '../../../../generation/job.ts'
import type { Book } from '../../../book.ts'

const indexQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'embeddings'],
    queryFn: () => ask(api.v1.books[':id'].embeddings.$get({ param: { id: bookId } })),
  })
const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: () => ask(api.v1.models.$get({ query: {} })),
  staleTime: 300_000,
})

/** By which model the book is searched, how far its index is, and making it anew. */
export function SearchSettings({ book, mayIndex }: { book: Book; mayIndex: boolean }) {
  const queryClient = useQueryClient()
  const index = useQuery(indexQuery(book.id))
  const models = useQuery({ ...modelsQuery, enabled: mayIndex })
  const [chosen, setChosen] = useState<string>()
  const begin = useMutation({
    mutationFn: (model: string) =>
      ask(api.v1.books[':id'].embeddings.$post({ param: { id: book.id }, json: { model } })),
  })
  const job = useQuery({
    ...jobQuery(begin.data?.id ?? ''),
    enabled: begin.data !== undefined,
    refetchInterval: ({ state }) => {
      const done = ['completed', 'partial', 'failed', 'canceled'].includes(state.data?.state ?? '')
      if (done) void queryClient.invalidateQueries({ queryKey: indexQuery(book.id).queryKey })
      return done ? false : 1_000
    },
  })
  if (index.isPending) return <Loading what="Reading the index" />
  if (index.isError) return <ErrorState error={index.error} retry={index.refetch} />
  const { model, readsLanguage, documents, behind, vectors, failure } = index.data
  const options = (models.data?.items ?? [])
    .filter(one => one.capabilities.includes('embedding'))
    .map(one => ({ value: one.id, label: one.name, disabled: !one.available }))
  const running = begin.isPending || (job.data && ['queued', 'running', 'paused'].includes(job.data.state))
  return (
    <>
      <p className="soft">
        {readsLanguage
          ? `Found by words and by meaning, by ${model}.`
          : `Found by words only: ${model} does not read this language.`}{' '}
        {count(documents, 'text')}, {number(vectors)} vectors
        {behind > 0 ? `; ${behind} changed since, and indexed soon.` : '; all up to date.'}
      </p>
      {failure && (
        <p className="field__error" role="alert">
          {failure.message}
        </p>
      )}
      {mayIndex && (
        <>
          {options.length > 1 && (
            <SelectField label="Model" options={options} value={chosen ?? model} onValue={setChosen} />
          )}
          <Button
            size="s"
            className="justify-self-start"
            busy={running ? 'Indexing' : undefined}
            onClick={() => begin.mutate(chosen ?? model)}
          >
            {chosen && chosen !== model ? 'Change to this model' : 'Index the book anew'}
          </Button>
          {begin.error && (
            <p className="field__error" role="alert">
              {explain(begin.error).detail}
            </p>
          )}
          {job.data && (
            <Progress
              what={job.data.state === 'completed' ? 'The index is made' : 'Making the index'}
              share={job.data.progress / 100}
              state={job.data.state === 'failed' ? 'stop' : job.data.state === 'completed' ? 'done' : 'live'}
              facts={[
                `${money(job.data.cost)}${job.data.estimatedCost ? ` of about ${money(job.data.estimatedCost)}` : ''}`,
                job.data.error?.message ?? 'Search goes on with the old index',
              ]}
            />
          )}
        </>
      )}
    </>
  )
}
