import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, MenuChoice } from '../../components/menu.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useMe } from '../../identity/me.ts'
import type { Book } from '../book.ts'
import { CoversView } from './covers-view.tsx'
import { useKeptView } from './kept-view.ts'
import { countsQuery, type Shelf, shelfNames, shelfQuery, shelves, sortNames, sorts } from './shelf.ts'
import { TableView } from './table-view.tsx'

/** The books of one shelf, as covers or as a table, loaded as one scrolls. */
export function ShelfView({ shelf, onShelf }: { shelf: Shelf; onShelf: (shelf: Shelf) => void }) {
  const [{ view, sort }, change] = useKeptView()
  const [organization, setOrganization] = useState<string>()
  const { organizations } = useMe()
  const counts = useQuery(countsQuery(organization)).data
  return (
    <Tabs
      label="Which books"
      className="lib__shelf"
      tabs={shelves.map(value => ({ value, label: shelfNames[value], count: counts?.[value] }))}
      value={shelf}
      onValue={onShelf}
      aside={
        <div className="lib__tools">
          {organizations.length > 1 && (
            <Choose
              label="Whose books"
              options={[
                { value: '', label: 'Everybody’s' },
                ...organizations.map(one => ({ value: one.id, label: one.name })),
              ]}
              value={organization ?? ''}
              onValue={chosen => setOrganization(chosen || undefined)}
            />
          )}
          <Choose
            label="Sort by"
            options={sorts.map(value => ({ value, label: sortNames[value] }))}
            value={sort}
            onValue={chosen => change({ sort: chosen })}
          />
          <Segmented
            label="View"
            options={[
              { value: 'covers', label: 'Covers', icon: 'grid' },
              { value: 'table', label: 'Table', icon: 'rows' },
            ]}
            value={view}
            onValue={chosen => change({ view: chosen })}
          />
        </div>
      }
    >
      <Books
        key={`${shelf} ${sort} ${organization}`}
        {...{ shelf, sort, view, organization }}
        count={counts?.[shelf]}
      />
    </Tabs>
  )
}

function Choose<Value extends string>(props: Parameters<typeof MenuChoice<Value>>[0]) {
  const chosen = props.options.find(one => one.value === props.value)
  return (
    <Menu
      trigger={
        <Button look="quiet" size="s" aria-label={`${props.label}: ${chosen?.label}`}>
          {chosen?.label}
          <Icon name="down" />
        </Button>
      }
    >
      <MenuChoice {...props} />
    </Menu>
  )
}

function Books({
  shelf,
  sort,
  view,
  organization,
  count,
}: {
  shelf: Shelf
  sort: (typeof sorts)[number]
  view: 'covers' | 'table'
  organization: string | undefined
  count: number | undefined
}) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    shelfQuery(shelf, sort, organization),
  )
  const books = useMemo(() => {
    const loaded: (Book | undefined)[] = data?.pages.flatMap(page => page.items) ?? []
    // Places for those still to come, so that the scroll bar is true from the first page on.
    const length = hasNextPage ? Math.max(count ?? 0, loaded.length + 1) : loaded.length
    return loaded.concat(Array.from({ length: length - loaded.length }))
  }, [data, hasNextPage, count])
  const missing = books.indexOf(undefined)
  const onSeen = useCallback(
    (last: number) => {
      if (missing >= 0 && last >= missing - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    [missing, hasNextPage, isFetchingNextPage, fetchNextPage],
  )
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="Fetching your books" />
  if (books.length === 0) return <p className="lib__none">{emptyShelf[shelf]}</p>
  const label = shelf === 'all' ? 'Books' : `Books: ${shelfNames[shelf]}`
  return view === 'covers' ? (
    <CoversView books={books} label={label} onSeen={onSeen} />
  ) : (
    <TableView books={books} label={label} sort={sort} onSeen={onSeen} />
  )
}

const emptyShelf: Record<Shelf, string> = {
  all: 'No book is here. Those you archived or put into the trash are on their own shelves.',
  planning: 'No book is being planned. A new book begins here.',
  writing: 'No book is being written now.',
  editing: 'No book has text that waits for you.',
  published: 'No book is published yet.',
  archived: 'The archive is empty. What you archive leaves the other shelves and stays as it is.',
  trash: 'The trash is empty. What is deleted lies here until you restore it.',
}
