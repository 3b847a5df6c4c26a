import { chaptersIn, type Division } from './boundary.ts'
import { speaking } from './evidence.ts'
import { boundariesFrom, type Entry } from './outline-levels.ts'
import type { PrintedContents } from './printed-contents.ts'
import { readLabel } from './read-label.ts'
import { looksOf, type Survey } from './survey.ts'

/** Chapters by what the file marks as headings. */
export function byHeadings(survey: Survey, contents: readonly PrintedContents[]): Division | undefined {
  const listed = new Set<number>()
  for (const { start, end } of contents) for (let block = start; block < end; block++) listed.add(block)
  const entries: Entry[] = []
  for (let block = 0; block < survey.lines.length; block++) {
    const entry = listed.has(block) ? undefined : headingAt(survey, block)
    if (!entry) continue
    entries.push(entry)
    block = entry.titleBlocks.at(-1)!
  }
  const boundaries = boundariesFrom(entries, survey, 'headings')
  const division: Division = { method: 'headings', boundaries }
  return chaptersIn(division) > 0 ? division : undefined
}

/** A heading, with the one below it where one is the number and the other the title, or both print the same title. */
function headingAt({ lines, lexicons, upload }: Survey, block: number): Entry | undefined {
  const line = lines[block]!
  if (line.depth === undefined || line.words === 0) return undefined
  const next = lines[block + 1]
  const base = { block, depth: line.depth, empty: false, evidence: looksOf(line) }
  const isFrontMatter = upload.blocks[block]!.text.startsWith('---')
  if (isFrontMatter && next?.depth !== undefined) {
    const label = next.label ?? line.label
    return {
      ...base,
      title: next.plain,
      depth: Math.min(line.depth, next.depth),
      ...(label && { label }),
      titleBlocks: [block, block + 1],
    }
  }
  const numberAlone = line.label?.number !== undefined && line.label.title === '' && line.label.kind !== 'matter'
  // Below a part may stand its title, but also its first chapter: that has text below it and not another heading.
  const below = lines[block + 2]
  const isTitle = line.label?.kind !== 'division' || below?.depth !== undefined || below?.label !== undefined
  const isUnnumbered = next?.label === undefined || next.label.kind === 'matter'
  if (
    line.label &&
    numberAlone &&
    isTitle &&
    isUnnumbered &&
    next?.depth !== undefined &&
    next.depth <= line.depth + 1
  ) {
    const label = { ...line.label, title: next.plain }
    const evidence = [...base.evidence, speaking('titleBelow', `“${next.plain}” stands below it as its title.`)]
    return {
      ...base,
      evidence,
      title: `${line.plain} ${next.plain}`,
      depth: Math.min(line.depth, next.depth),
      label,
      titleBlocks: [block, block + 1],
    }
  }
  const label = line.label ?? readLabel(line.plain, lexicons)
  return { ...base, title: line.plain, ...(label && { label }), titleBlocks: [block] }
}
