import { ask } from '@octavo/server/client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { ReadingPage } from '../app/page.tsx'
import { buttonClass } from '../components/button.tsx'
import { count } from '../components/words.ts'

/** The books one may see. */
export function LibraryScreen() {
  const { data } = useSuspenseQuery({ queryKey: ['books'], queryFn: () => ask(api.v1.books.$get({ query: {} })) })
  return (
    <ReadingPage
      title="Library"
      lead={count(data.items.length, 'book')}
      actions={
        <Link to="/new" className={buttonClass({ look: 'primary' })}>
          New book
        </Link>
      }
    >
      <ul>
        {data.items.map(book => (
          <li key={book.id}>
            <Link to="/books/$bookId/edit" params={{ bookId: book.id }}>
              {book.title}
            </Link>
          </li>
        ))}
      </ul>
    </ReadingPage>
  )
}
