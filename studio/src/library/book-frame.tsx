import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useCommands } from '../app/commands.tsx'
import { useTitle } from '../app/page.tsx'
import { RunningHead } from '../app/running-head.tsx'
import { bookQuery } from './book.ts'

const screens = [
  { to: '/books/$bookId/plan', name: 'Plan', icon: 'tree' },
  { to: '/books/$bookId/write', name: 'Write', icon: 'play' },
  { to: '/books/$bookId/edit', name: 'Edit', icon: 'pen' },
  { to: '/books/$bookId/publish', name: 'Publish', icon: 'globe' },
] as const

/** The working screens of one book: plan, write, edit, publish. */
export function BookFrame() {
  const { bookId } = useParams({ from: '/app/books/$bookId' })
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  useTitle(book.title)
  const navigate = useNavigate()
  useCommands(
    useMemo(
      () =>
        screens.map(({ to, name, icon }) => ({
          name,
          icon,
          group: 'This book',
          run: () => void navigate({ to, params: { bookId } }),
        })),
      [navigate, bookId],
    ),
  )
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
          {screens.map(({ to, name }) => (
            <Link key={to} className="tab" to={to} params={{ bookId }} activeProps={{ 'aria-current': 'page' }}>
              {name}
            </Link>
          ))}
        </nav>
      </RunningHead>
      <Outlet />
    </div>
  )
}
