import { count } from '../terminal/figures.ts'
import { cut, pad, type Terminal } from '../terminal/terminal.ts'

export interface PlannedSection {
  title: string
  synopsis: string
  passages: string[]
}

/** An item of an outline, as the API gives it. */
export interface OutlineItem {
  id: string
  kind: 'front' | 'part' | 'chapter' | 'back'
  title: string
  sections: PlannedSection[]
  status: string
  chapter: { id: string; words: number } | null
  children: OutlineItem[]
}

/** The chapters of an outline in reading order: what a write job writes. */
export function chaptersOf(items: readonly OutlineItem[]): OutlineItem[] {
  return items.flatMap(item => [...(item.kind === 'chapter' ? [item] : []), ...chaptersOf(item.children)])
}

/** Prints an outline as a numbered tree: chapters, below them their sections, and words where there is text. */
export function printOutline(terminal: Terminal, items: readonly OutlineItem[]): void {
  const chapters = chaptersOf(items)
  const numbers = new Map(chapters.map((chapter, index) => [chapter.id, index + 1]))
  const digits = String(chapters.length).length
  const print = (item: OutlineItem, depth: number) => {
    const number = numbers.get(item.id)
    const indent = '  '.repeat(depth)
    const head = number === undefined ? indent : `${indent}${pad(String(number), digits, 'right')}  `
    const words = item.chapter && item.chapter.words > 0 ? `  ${count(item.chapter.words)} words` : ''
    const title = cut(item.title, terminal.width - head.length - words.length)
    terminal.say(`${head}${terminal.style('bold', title)}${terminal.style('dim', words)}`)
    const under = ' '.repeat(head.length)
    const sections = item.sections.filter(section => section.title !== item.title)
    for (const [at, section] of sections.entries()) {
      const label = number === undefined ? '' : `${number}.${at + 1}  `
      terminal.say(`${under}${label}${cut(section.title, terminal.width - under.length - label.length)}`)
    }
    for (const child of item.children) print(child, depth + 1)
  }
  for (const item of items) print(item, 0)
}
