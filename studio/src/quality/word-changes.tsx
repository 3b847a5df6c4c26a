import { wordDiff } from '@octavo/manuscript/word-diff'
import { Fragment, useMemo } from 'react'

type Segments = ReturnType<typeof wordDiff>

/** Two texts as one, words struck and underlined. */
export function WordChanges({ before, after }: { before: string; after: string }) {
  const segments = useMemo(() => wordDiff(before, after), [before, after])
  return <Segmented segments={segments} />
}

/** Pieces of two texts as one: removed words struck, added words underlined, and said to be so. */
export function Segmented({ segments }: { segments: Segments }) {
  return segments.map(({ kind, text }, index) => {
    if (kind === 'same') return <Fragment key={index}>{text}</Fragment>
    return kind === 'removed' ? <del key={index}>{shown(text)}</del> : <ins key={index}>{shown(text)}</ins>
  })
}

/** One side of a change: the words that are only there marked. */
export function OneSide({ segments, side }: { segments: Segments; side: 'removed' | 'added' }) {
  return <Segmented segments={segments.filter(one => one.kind === 'same' || one.kind === side)} />
}

/** A change of nothing but line breaks is a change that can be seen. */
const shown = (text: string): string => (/^\n+$/.test(text) ? `${'¶'.repeat(text.length)}${text}` : text)
