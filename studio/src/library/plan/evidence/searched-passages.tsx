import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { ErrorState, Loading } from '../../../components/states.tsx'
import { number } from '../../../components/words.ts'

/** What the sources have on a title and its synopsis, found by words and meaning; on request, or at once. */
export function SearchedPassages({
  bookId,
  title,
  synopsis,
  atOnce,
}: {
  bookId: string
  title: string
  synopsis: string
  atOnce: boolean
}) {
  const q = queryOf(`${title} ${synopsis}`)
  const [asked, setAsked] = useState<string>()
  const wanted = (atOnce || asked === q) && q !== ''
  const { data, error, refetch } = useQuery({
    queryKey: ['book', bookId, 'search', q],
    queryFn: () => ask(api.v1.search.$get({ query: { q, bookId, kind: 'source', limit: '5' } })),
    enabled: wanted,
    staleTime: 60_000,
  })
  if (!wanted) {
    return (
      <p className="plan-more">
        <button type="button" className="link" onClick={() => setAsked(q)} disabled={q === ''}>
          Look for more in the sources
        </button>
      </p>
    )
  }
  return (
    <div className="plan-found">
      <h3>Found in the sources by its title and synopsis</h3>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        !data && <Loading what="Looking in the sources" />
      )}
      {data?.items.length === 0 && <p className="quiet">Nothing in the sources is like it.</p>}
      <ul>
        {data?.items.map(found => (
          <li key={found.sourceId} className="passage">
            <p className="passage__q" dir="auto">
              <Marked {...found.snippet} />
            </p>
            <p className="passage__f">
              <span dir="auto">{found.title}</span>
              <span>line {number(found.snippet.line)}</span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface Snippet {
  text: string
  start: number
  matches: readonly { start: number; end: number }[]
}

/** A snippet with what matched marked. */
function Marked({ text, start, matches }: Snippet) {
  const parts = []
  let at = 0
  for (const match of matches) {
    const [from, to] = [Math.max(at, match.start - start), Math.min(text.length, match.end - start)]
    if (to <= from) continue
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>)
    at = to
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}

/** Words to search by: none of the signs a query means something by. */
const queryOf = (text: string): string =>
  text
    .replaceAll(/["*]|(?<!\w)-/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 400)
