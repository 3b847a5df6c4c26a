import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { ago } from '../../components/words.ts'
import { Importing } from '../new-book/importing.tsx'
import { useImporting } from '../new-book/use-importing.ts'
import { structuresQuery } from './structure/structure.ts'

const states = {
  reading: 'is being read',
  proposed: 'waits to be looked at',
  confirmed: 'is in the book',
  failed: 'could not be read',
  canceled: 'was stopped',
}

/** What was imported into this book, and the way to import it again. */
export function ImportMenu({ bookId }: { bookId: string }) {
  const input = useRef<HTMLInputElement>(null)
  const importing = useImporting(bookId)
  const { data: structures = [] } = useQuery(structuresQuery(bookId))
  const before = structures.some(one => one.state === 'confirmed')
  return (
    <div className="plan-sec">
      <header>
        <h2 className="h4">Manuscript</h2>
        <Button size="s" look="quiet" disabled={importing.isPending} onClick={() => input.current?.click()}>
          {before ? 'Import it again' : 'Import a manuscript'}
        </Button>
      </header>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Manuscript"
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          if (file) importing.mutate({ file })
          event.currentTarget.value = ''
        }}
      />
      {structures.length === 0 ? (
        <p className="soft">
          Chapters you have written elsewhere come in here. You see what would change before anything does.
        </p>
      ) : (
        <ul>
          {structures.slice(0, 3).map(one => (
            <li key={one.id} className="plan-imported">
              <Link
                className="link"
                to="/books/$bookId/structures/$structureId"
                params={{ bookId, structureId: one.id }}
              >
                {one.name}
              </Link>{' '}
              <span className="small quiet">
                {states[one.state]}, {ago(one.createdAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Importing importing={importing} />
    </div>
  )
}
