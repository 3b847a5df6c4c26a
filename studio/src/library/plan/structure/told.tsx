import { count } from '../../../components/words.ts'
import type { Imported } from './structure.ts'

type Outcome = Imported['chapters'][number]['outcome']

const outcomes: readonly { outcome: Outcome; says: string }[] = [
  { outcome: 'conflict', says: 'You edited what the import changes; yours stays' },
  { outcome: 'merged', says: 'Your edits and the import are merged' },
  { outcome: 'updated', says: 'Changed by the import' },
  { outcome: 'added', says: 'New' },
  { outcome: 'gone', says: 'No longer in the file; it stays in the book' },
  { outcome: 'unchanged', says: 'As it is' },
]

/** What becomes, or became, of each chapter. */
export function Told({ imported }: { imported: Imported }) {
  return (
    <div className="structure-told">
      {outcomes.map(({ outcome, says }) => {
        const chapters = imported.chapters.filter(one => one.outcome === outcome)
        if (chapters.length === 0) return null
        return (
          <details key={outcome} open={outcome === 'conflict' || chapters.length <= 6}>
            <summary>
              {says}: {count(chapters.length, 'chapter')}
            </summary>
            <ul>
              {chapters.map(one => (
                <li key={one.outlineItemId} dir="auto">
                  {one.title}
                </li>
              ))}
            </ul>
          </details>
        )
      })}
      {imported.files > 0 && (
        <p className="soft">{count(imported.files, 'picture or file', 'pictures and files')} come with it.</p>
      )}
      {imported.warnings.map(warning => (
        <p key={warning} className="soft">
          {warning}
        </p>
      ))}
    </div>
  )
}
