import { useState } from 'react'
import { Button, buttonClass, IconButton } from '../../components/button.tsx'
import { Confirm, Dialog } from '../../components/dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { Chip } from '../../components/progress.tsx'
import { ago, count, size } from '../../components/words.ts'
import { formats, optionsInWords } from '../formats/formats.ts'
import { ExportLog } from './export-log.tsx'
import { downloadOf, type Export, isOpen, isThere } from './exports.ts'

const newest = 5

/** What was made last, to download; all of it behind one button. */
export function ExportHistory({ exports, onDelete }: { exports: readonly Export[]; onDelete: (id: string) => void }) {
  const [all, setAll] = useState(false)
  const done = exports.filter(one => !isOpen(one))
  if (done.length === 0) return null
  return (
    <section className="hist" aria-labelledby="exports-made">
      <h2 className="h4" id="exports-made">
        Exports
      </h2>
      <ul>
        {done.slice(0, newest).map(one => (
          <li key={one.id}>
            <b>{formats[one.format].name}</b>
            <span>
              <span>{ago(one.finishedAt ?? one.createdAt)}</span>
              {one.bytes !== null && isThere(one) ? `, ${size(one.bytes)}` : `, ${outcome(one)}`}
            </span>
            {isThere(one) && <Download of={one} />}
          </li>
        ))}
      </ul>
      <div className="hist__more">
        <button type="button" className="link" onClick={() => setAll(true)}>
          {done.length === 1 ? 'About this export' : `All ${count(done.length, 'export')}`}
        </button>
      </div>
      {all && <AllExports exports={done} onDelete={onDelete} onClose={() => setAll(false)} />}
    </section>
  )
}

function Download({ of }: { of: Export }) {
  return (
    <a
      className={`${buttonClass({ look: 'quiet', size: 's' })} btn--icon`}
      href={downloadOf(of.id)}
      download
      aria-label={`Download ${formats[of.format].name}, ${ago(of.finishedAt ?? of.createdAt)}, ${size(of.bytes ?? 0)}`}
    >
      <Icon name="down-to" />
    </a>
  )
}

const outcome = (one: Export) => (one.state === 'completed' ? 'expired' : one.state)

function AllExports({
  exports,
  onDelete,
  onClose,
}: {
  exports: readonly Export[]
  onDelete: (id: string) => void
  onClose: () => void
}) {
  const [log, setLog] = useState<Export>()
  const [going, setGoing] = useState<Export>()
  if (log) return <ExportLog of={log} onClose={() => setLog(undefined)} />
  if (going)
    return (
      <Confirm
        title={`Delete this ${formats[going.format].name}?`}
        description="Its file goes with it. The book stays as it is, and it can be made again."
        act="Delete"
        onConfirm={() => {
          onDelete(going.id)
          setGoing(undefined)
        }}
        onClose={() => setGoing(undefined)}
      />
    )
  return (
    <Dialog
      wide
      title="Exports"
      description="Files are kept for 30 days."
      actions={<Button onClick={onClose}>Close</Button>}
      onClose={onClose}
    >
      <div className="widetable">
        <table className="table">
          <thead>
            <tr>
              <th>Format</th>
              <th>Made</th>
              <th>As</th>
              <th className="r">Pages</th>
              <th className="r">Size</th>
              <th>
                <span className="vh">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {exports.map(one => (
              <tr key={one.id}>
                <td>{formats[one.format].name}</td>
                <td>{ago(one.finishedAt ?? one.createdAt)}</td>
                <td>{isThere(one) ? optionsInWords(one.format, one.options) : <Outcome of={one} />}</td>
                <td className="r">{one.pages ?? ''}</td>
                <td className="r">{isThere(one) ? size(one.bytes ?? 0) : ''}</td>
                <td className="acts">
                  <Button size="s" look="quiet" onClick={() => setLog(one)}>
                    Log
                  </Button>
                  {isThere(one) && <Download of={one} />}
                  <IconButton
                    icon="trash"
                    look="quiet"
                    size="s"
                    label={`Delete ${formats[one.format].name}, ${ago(one.finishedAt ?? one.createdAt)}`}
                    onClick={() => setGoing(one)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}

function Outcome({ of }: { of: Export }) {
  return <Chip look={of.state === 'failed' ? 'stop' : 'plain'}>{outcome(of)}</Chip>
}
