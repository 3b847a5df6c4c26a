import { useState } from 'react'
import { type Sort, sorts, type View } from './shelf.ts'

const key = 'octavo-library'

/** How the library is shown on this machine: covers or table, and in which order. */
export function useKeptView() {
  const [kept, keep] = useState(read)
  const change = (changes: Partial<typeof kept>) => {
    const next = { ...kept, ...changes }
    localStorage.setItem(key, JSON.stringify(next))
    keep(next)
  }
  return [kept, change] as const
}

function read(): { view: View; sort: Sort } {
  try {
    const { view, sort } = JSON.parse(localStorage.getItem(key) ?? '{}')
    return { view: view === 'table' ? 'table' : 'covers', sort: sorts.find(one => one === sort) ?? 'edited' }
  } catch {
    return { view: 'covers', sort: 'edited' }
  }
}
