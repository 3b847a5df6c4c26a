import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { ago } from '../../components/words.ts'
import { auditWords } from './audit-words.ts'
import { auditQuery, membersQuery, type Organization } from './team.ts'

/** Who changed what in an organization, newest first. For admins. */
export function AuditTrail({ organization: { id } }: { organization: Organization }) {
  const trail = useInfiniteQuery(auditQuery(id))
  const { data: members = [] } = useQuery(membersQuery(id))
  const people = new Map(members.map(({ userId, name }) => [userId, name]))
  return (
    <section className="part" aria-labelledby="trail">
      <h2 className="h4" id="trail">
        Trail
      </h2>
      {trail.error ? (
        <ErrorState error={trail.error} retry={() => trail.refetch()} />
      ) : !trail.data ? (
        <Loading what="Reading who changed what" />
      ) : trail.data.length === 0 ? (
        <p className="quiet">Nothing was changed yet. Roles, keys, members and budgets leave their traces here.</p>
      ) : (
        <ol className="trail">
          {trail.data.map(entry => (
            <li key={entry.id}>
              <span>
                <b>
                  <bdi>{entry.actor ?? 'Somebody who is gone'}</bdi>
                </b>{' '}
                <bdi>{auditWords(entry, people)}</bdi>
              </span>
              <time
                className="quiet"
                dateTime={entry.createdAt}
                title={new Date(entry.createdAt).toLocaleString('en-GB')}
              >
                {ago(entry.createdAt)}
              </time>
            </li>
          ))}
        </ol>
      )}
      {trail.hasNextPage && (
        <div>
          <Button busy={trail.isFetchingNextPage ? 'Reading' : undefined} onClick={() => trail.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </section>
  )
}
