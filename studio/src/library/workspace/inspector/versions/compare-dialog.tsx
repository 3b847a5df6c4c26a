import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { SelectField } from '../../../../components/field.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { ago, count } from '../../../../components/words.ts'
import { Segmented } from '../../../../quality/word-changes.tsx'
import { TextToRead } from '../text-to-read.tsx'
import { comparisonQuery, type Version } from './versions.ts'

/** Two versions as one text, word by word; what both have for long is folded. */
export function CompareDialog({
  chapterId,
  versions,
  range: [from, to],
  onRange,
  onClose,
}: {
  chapterId: string
  versions: readonly Version[]
  range: readonly [number, number]
  onRange: (range: readonly [number, number]) => void
  onClose: () => void
}) {
  const comparison = useQuery(comparisonQuery(chapterId, from, to))
  const options = versions.map(one => ({
    value: String(one.number),
    label: `Version ${one.number}${one.label ? `: ${one.label}` : `, ${ago(one.createdAt)}`}`,
  }))
  return (
    <Dialog wide title="Compare versions" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <div className="grid grid-cols-2 gap-4">
        <SelectField
          label="From"
          options={options}
          value={String(from)}
          onValue={value => onRange([Number(value), to])}
        />
        <SelectField
          label="To"
          options={options}
          value={String(to)}
          onValue={value => onRange([from, Number(value)])}
        />
      </div>
      {comparison.isPending && <Loading what="Comparing" lines={6} />}
      {comparison.isError && <ErrorState error={comparison.error} retry={comparison.refetch} />}
      {comparison.data && (
        <>
          <p role="status">{summary(comparison.data.words)}</p>
          {comparison.data.from.title !== comparison.data.to.title && (
            <p>
              Title: <del dir="auto">{comparison.data.from.title}</del> <ins dir="auto">{comparison.data.to.title}</ins>
            </p>
          )}
          <TextToRead label="Changes">
            {folded(comparison.data.words).map((part, index) =>
              'hidden' in part ? (
                <span key={index} className="insp__fold">
                  {count(part.hidden, 'word')} the same
                </span>
              ) : (
                <Fragment key={index}>
                  <Segmented segments={[part]} />
                </Fragment>
              ),
            )}
          </TextToRead>
        </>
      )}
    </Dialog>
  )
}

interface Segment {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Characters of what is the same that are shown around a change. */
const around = 240

function folded(segments: readonly Segment[]): (Segment | { hidden: number })[] {
  return segments.flatMap((segment, index): (Segment | { hidden: number })[] => {
    const { text } = segment
    if (segment.kind !== 'same' || text.length < around * 3) return [segment]
    const head = index === 0 ? '' : text.slice(0, text.indexOf(' ', around) + 1)
    const tail = index === segments.length - 1 ? '' : text.slice(text.lastIndexOf(' ', text.length - around) + 1)
    const hidden = words(text.slice(head.length, text.length - tail.length))
    return [{ kind: 'same', text: head }, { hidden }, { kind: 'same', text: tail }]
  })
}

function summary(segments: readonly Segment[]): string {
  const sum = (kind: Segment['kind']) =>
    segments.filter(one => one.kind === kind).reduce((total, one) => total + words(one.text), 0)
  const [added, removed] = [sum('added'), sum('removed')]
  if (segments.every(one => one.kind === 'same')) return 'Both have the same text.'
  return `${count(added, 'word')} added, ${count(removed, 'word')} removed.`
}

const words = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
