import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { ErrorState, Loading } from '../../components/states.tsx'
import { type Column, GrowingTable } from './growing-table.tsx'

/** A list that comes in pages: loading, failed, empty, or its table. */
export function Pages<Row extends { id: string }>({
  query,
  what,
  columns,
  empty,
}: {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>
  /** What is listed: "Jobs". */
  what: string
  columns: readonly Column<Row>[]
  empty: string
}) {
  const { data, error, isError, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  if (!data) {
    return isError ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Loading what={`Reading: ${what.toLowerCase()}`} />
    )
  }
  const rows = data.pages.flatMap(({ items }) => items)
  if (rows.length === 0) return <p className="operator__none">{empty}</p>
  const more = hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined
  return <GrowingTable label={what} columns={columns} rows={rows} more={more} />
}
