import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { explain, hasCode } from '../../../api/client.ts'
import { Button } from '../../../components/button.tsx'
import { SelectField } from '../../../components/field.tsx'
import { Banner } from '../../../components/states.tsx'
import { count, duration, money, number } from '../../../components/words.ts'
import { compositor, modelsQuery } from '../../../generation/models.ts'
import type { Book } from '../../book.ts'
import type { Job } from '../book-job.ts'
import type { Brief } from '../brief/use-brief.ts'
import { writers } from './models.ts'
import { useEstimate, useMeasuredSpeed } from './use-estimate.ts'

/** The foot of the plan: by which model, for how much, how long, and the act itself. */
export function Foot({
  book,
  brief,
  mayEdit,
  dependsOn,
  sources,
  chapters,
  unwritten,
  job,
  starting,
  error,
  onWrite,
}: {
  book: Book
  brief: Brief
  mayEdit: boolean
  /** What the estimate depends on beside the model. */
  dependsOn: readonly unknown[]
  sources: number
  chapters: number
  /** Chapters without text. */
  unwritten: number
  job: Job | undefined
  starting: boolean
  /** Why the last start was refused. */
  error: unknown
  onWrite: () => void
}) {
  const { model } = brief.values
  const { data: models } = useQuery(modelsQuery(book.organizationId))
  const estimate = useEstimate(book.id, model, dependsOn)
  const by = estimate.data?.model ?? model ?? compositor
  const perMinute = useMeasuredSpeed(by)
  const { calls, words, cost } = estimate.data ?? {}
  const refused = estimate.error ?? error
  const seconds = perMinute && words ? (words / perMinute) * 60 : undefined
  const choices = models ? writers(models, by) : [{ value: by, label: by }]
  return (
    <section className="plan-foot" aria-label="Write the book">
      <Warning error={refused} by={by} sources={sources} onCompositor={() => brief.set({ model: compositor })} />
      <div className="plan-foot__m">
        <SelectField
          label="Model"
          fact={by === compositor ? 'arranges your sentences' : ''}
          disabled={!mayEdit}
          options={choices}
          value={by}
          onValue={chosen => brief.set({ model: chosen })}
        />
      </div>
      <div className="plan-foot__act">
        <div className="plan-foot__b">
          <dl>
            <div>
              <dt>Cost</dt>
              <dd>{cost === undefined ? '–' : cost === 0 ? '$0' : `about ${money(cost)}`}</dd>
            </div>
            <div>
              <dt>Time</dt>
              <dd>{seconds ? `about ${duration(seconds)}` : '–'}</dd>
            </div>
          </dl>
          <p>
            {estimate.isPending && 'Estimating'}
            {calls !== undefined && words !== undefined && (
              <>
                {chapters > 0 && unwritten < chapters
                  ? `${count(unwritten, 'chapter')} of ${number(chapters)} to write. `
                  : ''}
                {number(words)} words in {count(calls, 'call')}.{' '}
                {seconds
                  ? 'Time by what this model took here before.'
                  : 'How long it takes is known after its first book here.'}
              </>
            )}
          </p>
        </div>
        <div className="plan-foot__go">
          {job?.kind === 'write' ? (
            <Link className="btn btn--primary btn--l" to="/books/$bookId/write" params={{ bookId: book.id }}>
              Watch it write
            </Link>
          ) : (
            <Button
              look="primary"
              size="l"
              keys="mod+Enter"
              busy={starting ? 'Starting' : undefined}
              disabled={!mayEdit || job !== undefined || (chapters > 0 && unwritten === 0)}
              onClick={onWrite}
            >
              Write the book
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}

/** What stands in the way, or is worth knowing before money is spent, with what to do. */
function Warning({
  error,
  by,
  sources,
  onCompositor,
}: {
  error: unknown
  by: string
  sources: number
  onCompositor: () => void
}) {
  if (error) {
    const { title, detail } = explain(error)
    const noKey = hasCode(error, 'key_missing')
    const limit = hasCode(error, 'quota_exceeded') || hasCode(error, 'budget_exhausted')
    return (
      <div className="plan-foot__w">
        <Banner
          look="stop"
          action={
            noKey ? (
              <>
                <Link className="link" to="/settings">
                  Store a key
                </Link>{' '}
                or{' '}
                <button type="button" className="link" onClick={onCompositor}>
                  use the compositor
                </button>
              </>
            ) : (
              limit && (
                <Link className="link" to="/usage">
                  See the plan
                </Link>
              )
            )
          }
        >
          {title}. {noKey ? 'This model cannot be called yet.' : detail}
        </Banner>
      </div>
    )
  }
  if (sources > 0) return null
  return (
    <div className="plan-foot__w">
      <Banner look="warn">
        {by === compositor
          ? 'No sources yet. The compositor only arranges sentences you give it: add a source first, or choose another model.'
          : 'No sources yet. Without them the chapters stay general: nothing in them can be traced to you.'}
      </Banner>
    </div>
  )
}
