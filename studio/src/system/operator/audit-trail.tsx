import { useInfiniteQuery } from '@tanstack/react-query'
import { ago } from '../../components/words.ts'
import { auditQuery } from './operator.ts'
import { Pages } from './pages.tsx'

/** "role editor, scopes read, write" */
const words = (details: object): string =>
  Object.entries(details)
    .map(([name, value]) => `${name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)} ${say(value)}`)
    .join(', ')

function say(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(say).join(', ')
  return typeof value === 'object' ? `(${words(value)})` : String(value)
}

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
              {entry.subjectName ? (
                <span dir="auto">{entry.subjectName}</span>
              ) : (
                <span className="mono">{entry.subject}</span>
              )}
              <span className="operator__second" dir="auto">
                {words(entry.details)}
              </span>
            </>
          ),
        },
      ]}
    />
  )
}
