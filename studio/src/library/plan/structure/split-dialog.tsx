import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Check } from '../../../components/field.tsx'
import { ErrorState, Loading } from '../../../components/states.tsx'
import type { StructureItem } from './structure.ts'

/** The most blocks that are asked for at once. */
const most = 500

/** Where a new chapter begins: one of the blocks of an item. */
export function SplitDialog({
  structureId,
  item,
  onSplit,
  onClose,
}: {
  structureId: string
  item: StructureItem
  onSplit: (block: number) => void
  onClose: () => void
}) {
  const [from, setFrom] = useState(item.start)
  const [chosen, setChosen] = useState<number>()
  const to = Math.min(item.end, from + most)
  const { data, error, refetch } = useQuery({
    queryKey: ['structure', structureId, 'blocks', from, to],
    queryFn: () => {
      const query = { from: String(from), to: String(to) }
      return ask(api.v1.structures[':id'].blocks.$get({ param: { id: structureId }, query }))
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Dialog
      wide
      title={`Split “${item.title || 'this chapter'}”`}
      description="Choose the words a new chapter begins with."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look="primary"
            disabled={chosen === undefined}
            onClick={() => chosen !== undefined && onSplit(chosen)}
          >
            Split here
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        !data && <Loading what="Reading its words" />
      )}
      <fieldset className="structure-blocks" aria-label="Blocks">
        {from > item.start && (
          <button type="button" className="link" onClick={() => setFrom(Math.max(item.start, from - most))}>
            Earlier words
          </button>
        )}
        {data?.items
          .filter(one => one.block > item.start)
          .map(one => (
            <Check
              key={one.block}
              type="radio"
              name="block"
              checked={chosen === one.block}
              onChange={() => setChosen(one.block)}
            >
              <span dir="auto">{one.text.trim() || 'A picture, a rule or a space'}</span>
              {one.page !== undefined && <span className="quiet small">page {one.page}</span>}
            </Check>
          ))}
        {to < item.end && (
          <button type="button" className="link" onClick={() => setFrom(to)}>
            Later words
          </button>
        )}
      </fieldset>
    </Dialog>
  )
}
