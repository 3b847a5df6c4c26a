import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ReadingPage } from '../app/page.tsx'
import { buttonClass } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { count } from '../components/words.ts'
import { Newcomer } from './newcomer.tsx'
import { LastPlace } from './rail/last-place.tsx'
import { Lately } from './rail/lately.tsx'
import { Spending } from './rail/spending.tsx'
import { TemplateStarts } from './rail/template-starts.tsx'
import { RunningJobs } from './running-jobs.tsx'
import { countsQuery } from './shelf/shelf.ts'
import { ShelfView } from './shelf/shelf-view.tsx'
import './library.css'

/** All one's books: what is being made now, the shelves, and beside them where one stopped and what it cost. */
export function LibraryScreen() {
  const { shelf = 'all' } = useSearch({ from: '/app/' })
  const navigate = useNavigate({ from: '/' })
  const { data: counts } = useQuery(countsQuery(undefined))
  const none = counts && Object.values(counts).every(books => books === 0)
  return (
    <ReadingPage
      title="Library"
      lead={counts && !none && leadOf(counts)}
      actions={
        !none && (
          <>
            <Link to="/import" className={buttonClass()}>
              <Icon name="up-from" />
              Import
            </Link>
            <Link to="/new" className={buttonClass({ look: 'primary' })}>
              <Icon name="plus" />
              New book
            </Link>
          </>
        )
      }
    >
      <div className="lib">
        <div className="lib__main">
          <RunningJobs />
          {none ? (
            <Newcomer />
          ) : (
            <ShelfView
              shelf={shelf}
              onShelf={chosen =>
                navigate({ search: chosen === 'all' ? {} : { shelf: chosen }, replace: true, resetScroll: false })
              }
            />
          )}
        </div>
        <aside className="rail" aria-label="Where you stopped, spending, what happened lately, templates">
          <LastPlace />
          <Spending />
          <Lately />
          <TemplateStarts />
        </aside>
      </div>
    </ReadingPage>
  )
}

function leadOf({ all, writing }: { all: number; writing: number }): string {
  const books = count(all, 'book')
  if (writing === 0) return books
  return `${books}, ${writing === 1 ? 'one' : writing} being written`
}
