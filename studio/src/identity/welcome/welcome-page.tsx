import { type ReactNode, useEffect, useRef } from 'react'
import { useTitle } from '../../app/page.tsx'
import { Mark } from '../../app/running-head.tsx'
import { Toasts } from '../../components/toast.tsx'
import { SignOutQuestion } from '../sign-out-question.tsx'
import { Imposition } from './imposition.tsx'
import './welcome.css'

/** A page before one is signed in: the right-hand one of an opening; the left one says what this is, where there is room. */
export function WelcomePage({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  useTitle(title)
  const heading = useRef<HTMLHeadingElement>(null)
  // What was pressed is gone when another page takes its place: its name is read, and Tab goes on from there.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus()
  }, [title])
  return (
    <div className="welcome">
      <div className="opening">
        <header className="opening__verso">
          <Imposition />
          <p className="opening__name">Octavo</p>
          <p className="opening__line">One manuscript, folded into every form it can take.</p>
        </header>
        <main id="main" className="opening__recto">
          <div className="opening__mark">
            <Mark />
            <span>Octavo</span>
          </div>
          <h1 ref={heading} className="h2" tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="opening__lead">{lead}</p>}
          {children}
        </main>
      </div>
      <Toasts />
      <SignOutQuestion />
    </div>
  )
}
