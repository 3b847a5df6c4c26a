import type { OpenChapter } from '../editor/open-chapter.ts'
import { useChapterState } from '../editor/use-open-chapter.ts'

/** Deeper headings are found in the text. */
const deepest = 3

/** The sections of the open chapter; choosing one leads the cursor there. */
export function SectionRows({ open, depth }: { open: OpenChapter; depth: number }) {
  const sections = useChapterState(open, state => state.sections)
  const line = useChapterState(open, state => state.line)
  const shown = sections.filter(({ level, line: at }, index) => level <= deepest && !(index === 0 && level === 1 && at))
  const current = shown.findLast(section => section.line <= line)
  return shown.map(section => (
    <div
      key={`${section.line} ${section.title}`}
      className="trow trow--section"
      role="treeitem"
      aria-level={depth + 1 + Math.max(1, section.level - 1)}
      aria-selected={false}
      aria-current={section === current ? 'location' : undefined}
      tabIndex={-1}
      style={{ '--in': depth + 0.875 + Math.max(1, section.level - 1) }}
      onClick={() => open.handle.goTo({ line: section.line })}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        event.stopPropagation()
        open.handle.goTo({ line: section.line })
      }}
    >
      <span className="trow__t" dir="auto">
        {section.title || 'Without words'}
      </span>
    </div>
  ))
}
