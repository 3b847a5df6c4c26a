import { headingsOf } from '../page.ts'
import type { Mender } from './fix.ts'
import { replace } from './source-lines.ts'

/** Raises a heading that skips a level to the level below the one before it, with every heading that belongs under it. */
export const mendHeadings: Mender = (page, source) => {
  const headings = headingsOf(page.text)
  return function* ({ line, rule }) {
    const index = headings.findIndex(heading => heading.line === line)
    const [above, first] = [headings[index - 1], headings[index]]
    if (!above || !first) return
    const raised = first.depth - above.depth - 1
    if (raised <= 0) return
    const rest = headings.slice(index)
    const end = rest.findIndex(({ depth }) => depth < first.depth)
    const section = end < 0 ? rest : rest.slice(0, end)
    const hunks = section.map(heading => {
      const { text, start } = source.lines[heading.line - 1]!
      const marks = /^ {0,3}(#{2,6})(?=\s|$)/.exec(text)
      if (!marks || marks[1]!.length !== heading.depth) return undefined
      const at = start + marks[0].length - raised
      return replace(source, at, at + raised, '', rule)
    })
    const patch = hunks.filter(hunk => hunk !== undefined)
    if (patch.length < hunks.length) return
    const others = section.length > 1 ? `, with the ${section.length - 1} headings that go with it` : ''
    yield { title: `Make the heading on line ${line} level ${above.depth + 1}${others}`, patch }
  }
}
