import { type Boundary, chaptersIn, type Division } from './boundary.ts'
import { speaking } from './evidence.ts'
import { boundariesFrom, type Entry } from './outline-levels.ts'
import { looksOf, type Survey } from './survey.ts'

/** A folder of pages without a table of contents: each file is a chapter, called by its first heading or its name. */
export function byFiles(survey: Survey): Division | undefined {
  const { lines } = survey
  const entries: Entry[] = []
  for (const { block, file } of lines) {
    if (file === undefined || file === lines[block - 1]?.file) continue
    let at = block
    while (lines[at]?.file === file && lines[at]!.words === 0) at++
    const title = lines[at]?.file === file && lines[at]!.isTitle ? lines[at] : undefined
    entries.push({
      block,
      title: title?.plain ?? file.replace(/^.*\/|\.\w+$/g, ''),
      depth: 1,
      ...(title?.label && { label: title.label }),
      empty: false,
      titleBlocks: title ? [title.block] : [],
      evidence: [speaking('file', `It is a file of its own, ${file}.`), ...(title ? looksOf(title) : [])],
    })
  }
  if (entries.length < 2) return undefined
  const boundaries: Boundary[] = boundariesFrom(entries, survey, 'toc')
  const division: Division = { method: 'toc', boundaries }
  return chaptersIn(division) > 0 ? division : undefined
}
