import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Progress } from '../../components/progress.tsx'
import { Banner } from '../../components/states.tsx'
import { duration } from '../../components/words.ts'
import { formats } from '../formats/formats.ts'
import { type Export, isOpen, readyQuery } from './exports.ts'

/** The stages of an export, as a person says what is being done. */
const stages: Record<string, string> = {
  reading: 'reading the book',
  pages: 'putting its pages in order',
  pdf: 'setting the pages',
  site: 'building the pages',
  epub: 'writing the pages',
  files: 'collecting its files',
  markdown: 'writing plain Markdown',
  data: 'writing the data',
}

/** Exports that are being made, each with how far it is and a way to stop it. */
export function Making({ exports, onCancel }: { exports: readonly Export[]; onCancel: (id: string) => void }) {
  const open = exports.filter(isOpen)
  const waiting = open.length > 0 && open.every(({ state }) => state === 'pending')
  const { data } = useQuery({ ...readyQuery, enabled: waiting })
  if (open.length === 0) return null
  return (
    <div className="making">
      {waiting && data && !data.ready && (
        <Banner look="warn">Exports wait: {data.reasons.join(' ')} They are made as soon as a worker runs.</Banner>
      )}
      {open.map(one => (
        <div key={one.id} className="making__one">
          <MakingOne of={one} />
          <Button
            size="s"
            look="quiet"
            aria-label={`Cancel ${formats[one.format].inSentence}`}
            onClick={() => onCancel(one.id)}
          >
            Cancel
          </Button>
        </div>
      ))}
    </div>
  )
}

function MakingOne({ of }: { of: Export }) {
  const { name } = formats[of.format]
  const left = useTimeLeft(of)
  if (of.state === 'pending')
    return <Progress what={name} value="queued" share={0} state="held" facts={['Waiting for a worker']} />
  const share = of.total > 0 ? of.done / of.total : 0
  const facts = [
    stages[of.stage] ?? 'at work',
    of.total > 0 && `${of.done} of ${of.total} steps`,
    left !== undefined && `about ${duration(left)} left`,
  ]
  return <Progress what={name} share={share} facts={facts.filter(fact => typeof fact === 'string')} />
}

/** Seconds left by the speed that was measured here; undefined until there is one. */
function useTimeLeft({ id, done, total }: Export): number | undefined {
  const start = useRef<{ id: string; at: number; done: number } | undefined>(undefined)
  const [left, setLeft] = useState<number>()
  useEffect(() => {
    if (start.current?.id !== id) start.current = { id, at: Date.now(), done }
    const { at, done: before } = start.current
    const seconds = (Date.now() - at) / 1000
    setLeft(seconds > 2 && done > before ? ((total - done) * seconds) / (done - before) : undefined)
  }, [id, done, total])
  return left
}
