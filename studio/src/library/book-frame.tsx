import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTitle } from '../app/page.tsx'
import { RunningHead } from '../app/running-head.tsx'
import { bookQuery } from './book.ts'

/** The working screens of one book: plan, write, edit, publish. */
export function BookFrame() {
  const { bookId } = useParams({ from: '/app/books/$bookId' })
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  useTitle(book.title)
  return (
    <div className="working">
      <RunningHead>
        <div className="runhead__where">
          <Link to="/">Library</Link>
          <span aria-hidden="true">/</span>
          <span className="runhead__book" dir="auto">
            <span>{book.title}</span>
          </span>
        </div>
        <nav className="tabs" aria-label="Book">
          <BookTab to="/books/$bookId/plan" bookId={bookId}>
            Plan
          </BookTab>
          <BookTab to="/books/$bookId/write" bookId={bookId}>
            Write
          </BookTab>
          <BookTab to="/books/$bookId/edit" bookId={bookId}>
            Edit
          </BookTab>
          <BookTab to="/books/$bookId/publish" bookId={bookId}>
            Publish
          </BookTab>
        </nav>
      </RunningHead>
      <Outlet />
    </div>
  )
}

type BookPath = '/books/$bookId/plan' | '/books/$bookId/write' | '/books/$bookId/edit' | '/books/$bookId/publish'

function BookTab({ to, bookId, children }: { to: BookPath; bookId: string; children: ReactNode }) {
  return (
    <Link className="tab" to={to} params={{ bookId }} activeProps={{ 'aria-current': 'page' }}>
      {children}
    </Link>
  )
}
