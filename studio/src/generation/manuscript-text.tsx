import { Fragment } from 'react'
import { type Block, splitBlocks, splitRuns } from './blocks.ts'

/** Where a passage stands that a paragraph came from. */
export interface Place {
  source: string
  where: string
}

/**
 * A chapter in reading type, with the places its paragraphs came from beside them. `fresh`: how many characters at its
 * end came last; undefined when nothing more comes.
 */
export function ManuscriptText({
  text,
  title,
  places,
  fresh,
}: {
  text: string
  title: string
  places: ReadonlyMap<string, Place>
  fresh?: number | undefined
}) {
  const { blocks, notes } = splitBlocks(text)
  // The title stands above already.
  const shown = blocks[0]?.kind === 'heading' && blocks[0].text === title ? blocks.slice(1) : blocks
  const known = new Map(places)
  for (const [mark, note] of notes) if (!known.has(mark)) known.set(mark, placeOf(note))
  return (
    <>
      {shown.map((block, index) => {
        const last = fresh !== undefined && index === shown.length - 1
        const isFirst = index === 0 || shown[index - 1]!.kind !== 'paragraph'
        const beside = distinct(block.marks.flatMap(mark => known.get(mark) ?? []))
        return (
          <Fragment key={index}>
            <OneBlock block={block} isFirst={isFirst} fresh={last ? fresh : undefined} />
            {beside.length > 0 && (
              <aside aria-label="Where this comes from" dir="auto">
                {beside.map(({ source, where }) => (
                  <span key={`${source} ${where}`}>
                    <b>{source}</b>
                    {where}
                  </span>
                ))}
              </aside>
            )}
          </Fragment>
        )
      })}
      {fresh !== undefined && shown.length === 0 && <p className="sheet__p">{nib}</p>}
    </>
  )
}

const nib = <span className="nib" aria-hidden="true" />

/** "`notes.md`, line 12" of a footnote, as source and place. */
function placeOf(note: string): Place {
  const [, source, where] = /^(.*), (line \d+)$/.exec(note) ?? [undefined, note, '']
  return { source: source!.replaceAll('`', ''), where: where! }
}

function distinct(places: readonly Place[]): Place[] {
  return places.filter(
    (one, at) => places.findIndex(two => two.source === one.source && two.where === one.where) === at,
  )
}

function OneBlock({ block, isFirst, fresh }: { block: Block; isFirst: boolean; fresh: number | undefined }) {
  const end = fresh === undefined ? null : nib
  switch (block.kind) {
    case 'heading':
      return (
        <h3 className={block.level > 2 ? 'sheet__h sheet__h--low' : 'sheet__h'} dir="auto">
          <Runs text={block.text} />
          {end}
        </h3>
      )
    case 'list':
      return (
        <ul className="sheet__list" dir="auto">
          {block.text.split('\n').map((item, index, all) => (
            <li key={index}>
              <Runs text={item} />
              {index === all.length - 1 && end}
            </li>
          ))}
        </ul>
      )
    case 'quote':
      return (
        <blockquote className="sheet__quote" dir="auto">
          <Runs text={block.text} />
          {end}
        </blockquote>
      )
    case 'source':
      return (
        <pre className="sheet__source" dir="auto">
          {block.text}
          {end}
        </pre>
      )
    case 'paragraph':
      return (
        <p className={isFirst ? 'sheet__p sheet__p--first' : 'sheet__p'} dir="auto">
          {fresh !== undefined && fresh < block.text.length ? (
            <>
              <Runs text={block.text.slice(0, -fresh)} />
              <span className="fresh">
                <Runs text={block.text.slice(-fresh)} />
              </span>
            </>
          ) : (
            <Runs text={block.text} />
          )}
          {end}
        </p>
      )
  }
}

function Runs({ text }: { text: string }) {
  return splitRuns(text).map(({ text: run, face }, index) => {
    if (face === 'em') return <em key={index}>{run}</em>
    if (face === 'strong') return <strong key={index}>{run}</strong>
    if (face === 'code') return <code key={index}>{run}</code>
    return <Fragment key={index}>{run}</Fragment>
  })
}
