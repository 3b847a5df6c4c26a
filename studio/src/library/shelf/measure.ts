import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many covers stand beside each other in the window, and how wide their grid is. Pixels. */
export function useColumns(grid: RefObject<HTMLElement | null>): { columns: number; width: number } {
  const [width, setWidth] = useState(900)
  const [columns, setColumns] = useState(columnsOf)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      setWidth(entry!.contentRect.width)
      setColumns(columnsOf())
    })
    observer.observe(grid.current!)
    return () => observer.disconnect()
  }, [grid])
  return { columns, width }
}

const columnsOf = (): number => (innerWidth <= 760 ? 2 : innerWidth <= 1100 ? 3 : 5)

/** Where an element begins in the page: what is above it may grow or go. Pixels. */
export function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => setTop(element.current!.getBoundingClientRect().top + scrollY)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [element])
  return top
}
