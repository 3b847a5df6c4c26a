import type { ReactNode } from 'react'

/** One section of the settings: its name, what it is about, and where saving stands. */
export function SettingsSection({
  title,
  lead,
  state,
  children,
}: {
  title: string
  lead?: ReactNode
  state?: string | undefined
  children: ReactNode
}) {
  return (
    <section className="section" aria-labelledby="section-title">
      <div className="section__head">
        <h2 className="h2" id="section-title">
          {title}
        </h2>
        <span className="quiet small" role="status">
          {state}
        </span>
        {lead && <p>{lead}</p>}
      </div>
      {children}
    </section>
  )
}

/** A part of a section, under a heading of its own. */
export function SettingsPart({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="section__part">
      <div>
        <h3 className="h4">{title}</h3>
        {lead && <p className="soft">{lead}</p>}
      </div>
      <div className="section__body">{children}</div>
    </div>
  )
}
