import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, explain } from '../../../api/client.ts'
import { Button } from '../../../components/button.tsx'
import { Check } from '../../../components/field.tsx'
import { Banner } from '../../../components/states.tsx'
import type { Structure } from './structure.ts'
import { Told } from './told.tsx'

/** The foot of a proposal: what would become of the book, and the act. */
export function MakeChapters({
  structure,
  again,
  readOnly,
  conflicts,
  onConflicts,
  busy,
  error,
  onMake,
}: {
  structure: Structure
  /** Whether the book has chapters of an earlier import. */
  again: boolean
  readOnly: boolean
  conflicts: 'keep' | 'replace'
  onConflicts: (conflicts: 'keep' | 'replace') => void
  busy: boolean
  error: unknown
  onMake: () => void
}) {
  const { id, version, bookId, state } = structure
  const preview = useQuery({
    queryKey: ['structure', id, 'preview', version, conflicts],
    queryFn: () => {
      const json = { conflicts, preview: true }
      return ask(api.v1.structures[':id'].confirm.$post({ param: { id }, json }))
    },
    enabled: again && !readOnly,
  })
  const failed = error ?? preview.error
  if (state === 'confirmed') {
    return (
      <section className="plan-foot structure-foot" aria-label="Make the chapters">
        <p className="soft">Its chapters were made. Import the file again to bring in what has changed.</p>
        <Link className="btn btn--primary btn--l" to="/books/$bookId/edit" params={{ bookId }}>
          Open the book
        </Link>
      </section>
    )
  }
  return (
    <section className="plan-foot structure-foot" aria-label="Make the chapters">
      {failed ? (
        <div className="plan-foot__w">
          <Banner look="stop">
            {explain(failed).title}. {explain(failed).detail}
          </Banner>
        </div>
      ) : null}
      {again ? (
        <div className="structure-again">
          <p className="strong">What will change</p>
          {preview.data ? <Told imported={preview.data} /> : <p className="soft">Comparing with the book</p>}
          <fieldset aria-label="Where both changed the same">
            <Check type="radio" name="conflicts" checked={conflicts === 'keep'} onChange={() => onConflicts('keep')}>
              Where both changed the same, mine stays
            </Check>
            <Check
              type="radio"
              name="conflicts"
              checked={conflicts === 'replace'}
              onChange={() => onConflicts('replace')}
            >
              The import replaces it; earlier versions are kept
            </Check>
          </fieldset>
        </div>
      ) : (
        <p className="soft">The chapters are made of your words as they are. The file is kept too.</p>
      )}
      <Button
        look="primary"
        size="l"
        keys="mod+Enter"
        busy={busy ? 'Making them' : undefined}
        disabled={readOnly}
        onClick={onMake}
      >
        {again ? 'Update the chapters' : 'Make the chapters'}
      </Button>
    </section>
  )
}
