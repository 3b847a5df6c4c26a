import { useState } from 'react'
import { Banner } from '../../components/states.tsx'
import { count } from '../../components/words.ts'
import type { Preview } from './destinations.ts'
import { countDiff, Diff } from './diff.tsx'

const words = { added: 'new', modified: 'changed', deleted: 'deleted' }
const reasons = {
  edited: 'edited there since; it is left as it is',
  deleted: 'deleted there since; it is not put back',
  foreign: 'not of this book; it is left as it is',
}

/** The files that would change, one of them open as a diff; and those that are left alone. */
export function PreviewChanges({ preview: { changes, kept } }: { preview: Preview }) {
  const [open, setOpen] = useState(changes.find(({ diff }) => diff !== null)?.path)
  const shown = changes.find(({ path }) => path === open)
  return (
    <>
      <p className="small quiet">
        {changes.length === 0 ? 'Nothing would change.' : `${count(changes.length, 'file')} would change.`}
      </p>
      <ul className="changes">
        {changes.map(({ path, change, diff }) => {
          const lines = diff === null ? undefined : countDiff(diff)
          return (
            <li key={path}>
              <button
                type="button"
                aria-pressed={path === open}
                disabled={diff === null}
                onClick={() => setOpen(path)}
                dir="ltr"
              >
                {path}
              </button>
              <span className="quiet">{words[change]}</span>
              <span className="plus">{lines && lines.plus > 0 ? `+${lines.plus}` : ''}</span>
              <span className="minus">{lines && lines.minus > 0 ? `−${lines.minus}` : ''}</span>
            </li>
          )
        })}
      </ul>
      {shown?.diff && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <section className="changes__diff" tabIndex={0} aria-label={`What changes in ${shown.path}`}>
          <Diff path={shown.path} diff={shown.diff} />
        </section>
      )}
      {kept.length > 0 && (
        <Banner look="hint" icon="branch">
          {kept.map(({ path, reason }) => (
            <span key={path} className="block">
              <span className="mono" dir="ltr">
                {path}
              </span>{' '}
              is {reasons[reason]}.
            </span>
          ))}
        </Banner>
      )}
    </>
  )
}
