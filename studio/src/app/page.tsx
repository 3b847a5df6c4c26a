import { type ReactNode, useEffect } from 'react'
import { RunningHead } from './running-head.tsx'

/** Names the page in the window's title and for screen readers. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Octavo`
  }, [title])
}

/** A reading page: running head, title, and what the screen has to say. It scrolls as a whole. */
export function ReadingPage({
  title,
  lead,
  actions,
  children,
}: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  useTitle(title)
  return (
    <>
      <RunningHead />
      <main id="main" className="reading" tabIndex={-1}>
        <div className="reading__top">
          <h1 className="h1" dir="auto">
            {title}
          </h1>
          {lead && <p>{lead}</p>}
          {actions && <div>{actions}</div>}
        </div>
        {children}
      </main>
    </>
  )
}
