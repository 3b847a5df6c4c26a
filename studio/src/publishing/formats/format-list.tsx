import { Icon } from '../../components/icon.tsx'
import { Chip } from '../../components/progress.tsx'
import { ago, count } from '../../components/words.ts'
import { type Export, isOpen, isThere } from '../exports/exports.ts'
import { type Format, formatNames, formats, optionsInWords } from './formats.ts'

/** The forms of a book: press one to see it, tick those to make. */
export function FormatList({
  exports,
  shown,
  ticked,
  onShow,
  onTick,
}: {
  exports: readonly Export[]
  shown: Format
  ticked: ReadonlySet<Format>
  onShow: (format: Format) => void
  onTick: (format: Format, ticked: boolean) => void
}) {
  return (
    <ul className="formats">
      {formatNames.map(format => {
        const { name, icon, what } = formats[format]
        const newest = exports.find(one => one.format === format)
        const there = exports.find(one => one.format === format && isThere(one))
        return (
          <li key={format} className="fmt" data-shown={format === shown}>
            <input
              type="checkbox"
              className="tick"
              aria-label={`Export ${name} as well`}
              checked={ticked.has(format)}
              onChange={event => onTick(format, event.target.checked)}
            />
            <button type="button" aria-pressed={format === shown} onClick={() => onShow(format)}>
              <Icon name={icon} />
              <b>{name}</b>
              {newest && <State of={newest} />}
              <small>{there ? factsOf(there) : what}</small>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function State({ of }: { of: Export }) {
  if (isOpen(of)) return <Chip look="live">Making</Chip>
  if (of.state === 'failed') return <Chip look="stop">Failed</Chip>
  if (isThere(of)) return <Chip look="good">Ready</Chip>
  return null
}

function factsOf(made: Export): string {
  const when = ago(made.finishedAt ?? made.createdAt)
  if (made.pages) return `${count(made.pages, 'page')}, ${optionsInWords('pdf', made.options).split(',')[0]}`
  return when === 'now' ? 'Made just now' : `Made ${when}`
}
