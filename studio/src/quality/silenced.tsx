import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Icon } from '../components/icon.tsx'
import { toastError } from '../components/toast.tsx'
import { ago, count } from '../components/words.ts'
import { isAudit, type Silence, silencesQuery } from './audit.ts'
import { ruleName } from './rule-names.ts'

/** What nobody wants to hear of: rules of the whole book, and those silenced by comments in the text. */
export function Silenced({
  bookId,
  counts,
  mayEdit,
}: {
  bookId: string
  /** Findings of the chapter that are silenced, by rule. */
  counts: Record<string, number>
  mayEdit: boolean
}) {
  const queryClient = useQueryClient()
  const { data: silences = [] } = useQuery(silencesQuery(bookId))
  const hear = useMutation({
    mutationFn: (rule: string) => ask(api.v1.books[':id'].silences[':rule'].$delete({ param: { id: bookId, rule } })),
    onMutate: async rule => {
      const { queryKey } = silencesQuery(bookId)
      await queryClient.cancelQueries({ queryKey })
      queryClient.setQueryData(queryKey, all => all?.filter(one => one.rule !== rule))
    },
    onError: toastError,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['book', bookId, 'silences'] })
      await queryClient.invalidateQueries({ predicate: isAudit })
    },
  })
  const inBook = new Set(silences.map(one => one.rule))
  const inText = Object.entries(counts).filter(([rule]) => !inBook.has(rule))
  return (
    <section aria-label="Silenced">
      <h3 className="insp__group">Silenced</h3>
      {silences.length + inText.length === 0 && <p className="insp__say">Nothing is silenced.</p>}
      <ul>
        {silences.map(silence => (
          <li key={silence.id} className="finding is-silenced">
            <Icon name="hint" className="quiet" />
            <span className="finding__t">{ruleName(silence.rule)}</span>
            {mayEdit && (
              <button
                type="button"
                className="link small"
                aria-label={`Hear again: ${ruleName(silence.rule)}`}
                onClick={() => hear.mutate(silence.rule)}
              >
                Hear again
              </button>
            )}
            <span className="finding__p" dir="auto">
              {because(silence, counts[silence.rule] ?? 0)}
            </span>
          </li>
        ))}
        {inText.map(([rule, found]) => (
          <li key={rule} className="finding is-silenced">
            <Icon name="hint" className="quiet" />
            <span className="finding__t">{ruleName(rule)}</span>
            <span className="finding__w">{count(found, 'place')}</span>
            <span className="finding__p">By a comment in the text; delete the comment to hear of it again.</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function because({ reason, by, createdAt }: Silence, found: number): string {
  const here = found > 0 ? ` ${count(found, 'place')} in this chapter.` : ''
  return `In the whole book: ${reason.replace(/[.]?$/, '.')} ${by?.name ?? 'Somebody'}, ${ago(createdAt)}.${here}`
}
