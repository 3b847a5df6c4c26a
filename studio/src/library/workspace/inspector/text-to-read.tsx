import type { ReactNode } from 'react'

/** A long text in a dialog, to be scrolled through by keyboard as well. */
export function TextToRead({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by Tab to be scrolled by keys.
    <section className="insp__text hunk" aria-label={label} tabIndex={0} dir="auto">
      {children}
    </section>
  )
}
