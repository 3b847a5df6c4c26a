import { checkMyst } from '../check-myst.ts'
import type { Hunk } from '../patch/patch.ts'
import { numberedBlocks } from './numbered-blocks.ts'

/**
 * Why a change of a page is more than a change of its own place: a fence that swallows what follows, a line that joins
 * the paragraph before it, a label that exists already. Undefined when every block around it reads as before and
 * nothing new is wrong with the page.
 */
export function reachesOutside(page: string, { start, end, after }: Hunk): string | undefined {
  const changed = page.slice(0, start) + after + page.slice(end)
  const before = numberedBlocks(page)
  const now = numberedBlocks(changed)
  const above = before.filter(block => block.end <= start)
  const below = before.filter(block => block.start >= end && block.end > start)
  const intact =
    now.length >= above.length + below.length &&
    above.every(({ kind, text }, index) => now[index]!.kind === kind && now[index]!.text === text) &&
    below.every(({ kind, text }, index) => {
      const block = now[now.length - below.length + index]!
      return block.kind === kind && block.text === text
    })
  if (!intact) {
    return 'The text around it would change: it leaves a fence open, or runs into the block before or after it.'
  }
  if (now.filter(isTitle).length > before.filter(isTitle).length) {
    return 'It holds a heading of the first level, which only the title of the chapter may be.'
  }
  return newProblem(page, changed)
}

function isTitle({ kind, text }: { kind: string; text: string }): boolean {
  return kind === 'heading' && /^#(?!#)|\n=+\s*$/m.test(text)
}

/** What is wrong with the page now and was not before, counted by rule: lines move, so places say nothing. */
function newProblem(page: string, changed: string): string | undefined {
  const known = Map.groupBy(checkMyst(page), problem => problem.rule)
  for (const [rule, problems] of Map.groupBy(checkMyst(changed), problem => problem.rule)) {
    if (problems.length > (known.get(rule)?.length ?? 0)) return `It is not sound MyST: ${problems.at(-1)!.message}.`
  }
  return undefined
}
