import { type Boundary, chaptersIn, type Division } from './boundary.ts'
import { speaking } from './evidence.ts'
import { boundariesFrom, type Entry } from './outline-levels.ts'
import type { PrintedContents } from './printed-contents.ts'
import { comparable, looksOf, type Survey } from './survey.ts'

/** At least so many entries, and this share of them, must be found again for a list to be believed. */
const fewest = 3
const share = 0.6

/** Chapters by the printed contents: the lines of the text that read as its entries do, in their order. */
export function byContents(survey: Survey, contents: readonly PrintedContents[]): Division | undefined {
  let best: Entry[] = []
  for (const list of contents) {
    const found = findEntries(survey, list)
    if (found.length >= fewest && found.length >= list.entries.length * share && found.length > best.length)
      best = found
  }
  const boundaries: Boundary[] = boundariesFrom(best, survey, 'toc')
  const division: Division = { method: 'toc', boundaries }
  return chaptersIn(division) > 1 ? division : undefined
}

function findEntries(survey: Survey, list: PrintedContents): Entry[] {
  const titles = new Map<string, number[]>()
  for (const line of survey.lines) {
    if (!line.isTitle || line.words === 0 || (line.block >= list.start && line.block < list.end)) continue
    const keys = new Set([comparable(line.plain)])
    if (line.label?.title) keys.add(comparable(line.label.title))
    for (const key of keys) {
      const places = titles.get(key) ?? []
      titles.set(key, places)
      places.push(line.block)
    }
  }
  const found: Entry[] = []
  let from = 0
  for (const { text, label } of list.entries) {
    const keys = [comparable(text), ...(label?.title ? [comparable(label.title)] : [])]
    const block = keys.flatMap(key => titles.get(key)?.find(place => place >= from) ?? [])[0]
    if (block === undefined) continue
    from = block + 1
    const line = survey.lines[block]!
    const above = survey.lines[block - 1]
    // "I" above "Mr. Sherlock Holmes".
    const number = !line.label && above?.label?.number !== undefined && above.label.title === '' ? above : undefined
    const own = line.label ?? (number && { ...number.label!, title: line.plain }) ?? label
    found.push({
      block: number?.block ?? block,
      title: line.plain,
      depth: 1,
      ...(own && { label: own }),
      empty: false,
      titleBlocks: number ? [number.block, block] : [block],
      evidence: [...looksOf(line), speaking('contents', 'The printed contents name it.')],
    })
  }
  return found
}
