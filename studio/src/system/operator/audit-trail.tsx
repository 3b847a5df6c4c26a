import { useInfiniteQuery } from '@tanstack/react-query'
import { ago } from '../../components/words.ts'
import { auditQuery } from './operator.ts'
import { Pages } from './pages.tsx'

const words = (details: Record<string, unknown>): string =>
  Object.entries(details)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')

/** Who changed what, anywhere in the installation. Added to, never changed. */
export function AuditTrail() {
  const query = useInfiniteQuery(auditQuery)
  return (
    <Pages
      query={query}
      what="Who changed what"
      empty="Nothing has been changed yet that is remembered here."
      columns={[
        { name: 'When', width: '7rem', cell: entry => <time dateTime={entry.createdAt}>{ago(entry.createdAt)}</time> },
        {
          name: 'Who',
          width: 'minmax(8rem, 1fr)',
          cell: entry => <span dir="auto">{entry.actor ?? 'Octavo itself'}</span>,
        },
        {
          name: 'What',
          width: 'minmax(9rem, 1fr)',
          cell: entry => entry.action.replace('.', ' ').replaceAll('_', ' '),
        },
        {
          name: 'On what',
          width: 'minmax(14rem, 2fr)',
          cell: entry => (
            <>
              <span className="mono">{entry.subject}</span>
              <span className="operator__second">{words(entry.details)}</span>
            </>
          ),
        },
      ]}
    />
  )
}
