import type { ReactNode } from 'react'
import { Icon } from '../../../components/icon.tsx'
import { count } from '../../../components/words.ts'
import type { Row } from './chapters-of.ts'
import { RenameField } from './rename-field.tsx'

interface Counts {
  error: number
  warning: number
  info: number
}

/** One chapter or part; below it what `children` are. */
export function ChapterRow({
  bookId,
  row: { item, depth, number },
  selected,
  reachable,
  counts,
  renaming,
  onRename,
  mayWrite,
  onShow,
  children,
}: {
  bookId: string
  row: Row
  selected: boolean
  /** Whether Tab leads here. */
  reachable: boolean
  counts: Counts | undefined
  renaming: boolean
  onRename: (on: boolean) => void
  mayWrite: boolean
  onShow: () => void
  children: ReactNode
}) {
  const isPart = item.kind === 'part' && !item.chapter
  if (renaming) return <RenameField bookId={bookId} item={item} depth={depth} onDone={() => onRename(false)} />
  if (isPart) {
    return (
      <div
        className="trow trow--part"
        role="treeitem"
        aria-level={depth + 1}
        aria-selected={false}
        tabIndex={-1}
        data-item={item.id}
        onDoubleClick={() => mayWrite && onRename(true)}
      >
        <span className="trow__t" dir="auto">
          {item.title}
        </span>
      </div>
    )
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears its keys */}
      <div
        className="trow"
        role="treeitem"
        aria-level={depth + 1}
        aria-selected={selected}
        tabIndex={reachable ? 0 : -1}
        data-item={item.id}
        style={{ '--in': depth }}
        onClick={onShow}
        onDoubleClick={() => mayWrite && onRename(true)}
      >
        <span className="trow__n">{number}</span>
        <span className={item.chapter ? 'trow__t' : 'trow__t quiet'} dir="auto">
          {item.title}
        </span>
        <span className="trow__f">{item.chapter ? <Finds counts={counts} /> : mayWrite ? 'begin' : 'not written'}</span>
      </div>
      {children}
    </>
  )
}

function Finds({ counts }: { counts: Counts | undefined }) {
  if (!counts || counts.error + counts.warning === 0) return null
  const stops = counts.error > 0
  return (
    <span className={stops ? 'text-stop' : 'text-warn'}>
      <span className="vh">{count(counts.error + counts.warning, 'finding')}</span>
      <Icon name={stops ? 'stop' : 'warn'} />
    </span>
  )
}
