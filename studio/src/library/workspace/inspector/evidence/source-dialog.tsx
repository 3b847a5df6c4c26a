import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { count } from '../../../../components/words.ts'
import { offsetOf } from '../../../../quality/place.ts'
import { TextToRead } from '../text-to-read.tsx'
import { type Passage, sourceQuery } from './evidence.ts'

/** Characters of a source shown before and behind a passage. */
const around = 3_000

/** A source where a passage of it stands. */
export function SourceDialog({ passage, onClose }: { passage: Passage; onClose: () => void }) {
  const source = useQuery(sourceQuery(passage.sourceId))
  const [whole, setWhole] = useState(false)
  return (
    <Dialog
      wide
      title={passage.title}
      {...(source.data && { description: `${source.data.origin}, ${count(source.data.words, 'word')}.` })}
      onClose={onClose}
      actions={
        <>
          {!whole && source.data && source.data.text.length > around && (
            <Button look="quiet" onClick={() => setWhole(true)}>
              Show all of it
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {source.isPending && <Loading what="Opening the source" lines={6} />}
      {source.isError && <ErrorState error={source.error} retry={source.refetch} />}
      {source.data && <Text text={source.data.text} passage={passage} whole={whole} />}
    </Dialog>
  )
}

function Text({ text, passage: { line, endLine }, whole }: { text: string; passage: Passage; whole: boolean }) {
  const start = offsetOf(text, line)
  const end = Math.max(start, offsetOf(text, endLine + 1))
  const from = whole ? 0 : Math.max(0, start - around)
  const to = whole ? text.length : Math.min(text.length, end + around)
  return (
    <TextToRead label="Text of the source">
      {from > 0 && '… '}
      {text.slice(from, start)}
      <mark ref={element => element?.scrollIntoView({ block: 'center' })}>{text.slice(start, end)}</mark>
      {text.slice(end, to)}
      {to < text.length && ' …'}
    </TextToRead>
  )
}
