import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/states.tsx'
import type { Book } from '../../library/book.ts'
import { DestinationPart } from './destination-part.tsx'
import { deploymentsQuery, destinationsQuery, syncsQuery } from './destinations.ts'
import { NewDestination } from './new-destination.tsx'

/** Where a book goes: each place with its state, what would change there, and what came back. */
export function Destinations({ book, editable }: { book: Book; editable: boolean }) {
  const destinations = useQuery(destinationsQuery(book.id))
  const { data: deployments = [] } = useQuery(deploymentsQuery(book.id))
  const { data: syncs = [] } = useQuery(syncsQuery(book.id))
  const [adding, setAdding] = useState(false)
  if (destinations.error) return <ErrorState error={destinations.error} retry={() => destinations.refetch()} />
  return (
    <section className="places-out" aria-labelledby="destinations">
      <header>
        <h2 className="h4" id="destinations">
          Where it goes
        </h2>
        {editable && (
          <Button size="s" look="quiet" icon="plus" onClick={() => setAdding(true)}>
            Add a place
          </Button>
        )}
      </header>
      {destinations.data?.length === 0 && (
        <p className="small quiet">
          Nowhere yet. A GitHub repository, a folder, a bucket or a WebDAV server can have the book and its site.
        </p>
      )}
      {destinations.data?.map(destination => (
        <DestinationPart
          key={destination.id}
          book={book}
          destination={destination}
          deployments={deployments.filter(one => one.destinationId === destination.id)}
          syncs={syncs.filter(one => one.destinationId === destination.id)}
          editable={editable}
        />
      ))}
      {adding && <NewDestination book={book} onClose={() => setAdding(false)} />}
    </section>
  )
}
