import { counted } from '../terminal/figures.ts'
import { pad, type Terminal } from '../terminal/terminal.ts'
import type { Imported } from './structure.ts'

const outcomes = ['added', 'updated', 'merged', 'unchanged', 'conflict', 'gone'] as const

/** Says what became of each chapter, and what to do about those that are not as the upload has them. */
export function tellImported(terminal: Terminal, imported: Imported): void {
  const { chapters, files, warnings, bookId } = imported
  terminal.emit('imported', imported)
  for (const { title, outcome } of chapters) terminal.say(`${pad(outcome, 9)}  ${title}`)
  for (const warning of warnings) terminal.say(`Note: ${warning}`)
  const sums = outcomes.flatMap(outcome => {
    const sum = chapters.filter(chapter => chapter.outcome === outcome).length
    return sum === 0 ? [] : [`${sum} ${outcome}`]
  })
  terminal.say()
  terminal.say(`Book ${bookId.slice(0, 8)}: ${sums.join(', ')}${files > 0 ? `; ${counted(files, 'file')}` : ''}`)
  if (chapters.some(({ outcome }) => outcome === 'conflict')) {
    terminal.say(
      'conflict: you edited what the import changes; yours stays. Import again with --replace to take the other.',
    )
  }
  if (chapters.some(({ outcome }) => outcome === 'gone')) {
    terminal.say('gone: no longer in what you imported; it stays in the book until you delete it.')
  }
}
