import { useState } from 'react'
import { Icon } from '../../../components/icon.tsx'
import { count } from '../../../components/words.ts'
import type { Rendered } from './renderer.ts'

/** What readers would miss, each with a way to its line. */
export function PreviewProblems({
  problems,
  onLine,
}: {
  problems: Rendered['problems']
  onLine: (line: number) => void
}) {
  const [open, setOpen] = useState(false)
  if (problems.length === 0) return null
  return (
    <section className="preview__problems" aria-label="What readers would miss">
      <button type="button" className="preview__fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="warn" />
        <span>{count(problems.length, 'thing')} readers would miss</span>
        <Icon name={open ? 'down' : 'right'} />
      </button>
      {open && (
        <ul className="preview__list">
          {problems.map(({ line, message }, index) => (
            <li key={index}>
              {line === null ? (
                <span className="preview__problem">{sentence(message)}</span>
              ) : (
                <button type="button" className="preview__problem" onClick={() => onLine(line)}>
                  <span>{sentence(message)}</span>
                  <span className="small quiet">line {line}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const sentence = (message: string) => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
