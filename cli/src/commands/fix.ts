import { type Finding, type Fix, mendableRules, rules } from '@octavo/manuscript'
import type { CommandContext, ExitWith } from '../command.ts'
import { Failure } from '../failure.ts'
import { type Answer, askFix } from '../fix/ask-fix.ts'
import { fixPage } from '../fix/fix-page.ts'
import { contextOfPages } from '../fix/page-context.ts'
import { readPages } from '../fix/read-pages.ts'
import { showFix } from '../fix/show-fix.ts'
import { type MendedPage, writeFixes } from '../fix/write-fixes.ts'
import { counted } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface FixOptions {
  dryRun?: boolean
  yes?: boolean
  rule?: string[]
}

/** Shows mechanical fixes for the pages of a folder as diffs, and applies those that are wanted. */
export async function fixFolder(
  { terminal }: CommandContext,
  exitWith: ExitWith,
  folder: string,
  { dryRun = false, yes = false, rule: only }: FixOptions,
): Promise<void> {
  refuseUnknownRules(only)
  const asks = !yes && !dryRun
  if (asks && !terminal.interactive) {
    throw new Failure(
      'Nobody can be asked here, so nothing was changed.',
      'Give --dry-run to see the fixes, or --yes to apply them all.',
    )
  }
  const { root, pages } = await readPages(folder, terminal)
  const contextOf = contextOfPages(pages, root)
  let answer: Answer = asks ? 'yes' : 'all'
  const mended: MendedPage[] = []
  let fixes = 0
  let left = 0
  for (const page of pages) {
    const decide = async (fix: Fix, text: string) => {
      showFix(terminal, page.name, text, fix)
      if (asks && answer !== 'all') answer = await askFix()
      emitFix(terminal, page.name, fix, !dryRun && answer !== 'no' && answer !== 'quit')
      return answer
    }
    const outcome = await fixPage(page.text, answer, { context: contextOf(page), rules: only, decide })
    mended.push({ ...page, mended: outcome.text, renames: outcome.fixes.flatMap(({ renames }) => renames ?? []) })
    fixes += outcome.fixes.length
    left += outcome.left.length
    tellLeft(terminal, page.name, outcome.left)
  }
  const written = dryRun ? [] : await writeFixes(mended, root)
  terminal.emit('fixed', { fixes, written, left, dryRun })
  terminal.say()
  const made = dryRun ? 'to apply' : `in ${counted(written.length, 'file')}`
  const rest = left === 0 ? 'Nothing is left' : `${counted(left, 'finding is', 'findings are')} left`
  terminal.say(`${counted(fixes, 'fix', 'fixes')} ${made}. ${rest}.`)
  if (dryRun && fixes > 0) exitWith(1)
}

function refuseUnknownRules(only: readonly string[] = []): void {
  const unknown = only.find(rule => !mendableRules.includes(rule))
  if (unknown === undefined) return
  const what = unknown in rules ? 'cannot be mended without a person or a model' : 'is no rule'
  throw new Failure(`"${unknown}" ${what}.`, `These can be mended: ${mendableRules.join(', ')}`, { exitCode: 2 })
}

function emitFix(terminal: Terminal, file: string, { finding, ...fix }: Fix, applied: boolean): void {
  terminal.emit('fix', { file, line: finding.line, ...fix, applied })
}

function tellLeft(terminal: Terminal, file: string, findings: readonly Finding[]): void {
  for (const finding of findings) terminal.emit('left', { ...finding, file })
  if (findings.length > 0) terminal.say()
  for (const { line, column, rule, message } of findings) {
    terminal.say(`${file}:${line}:${column}  ${terminal.style('yellow', rule)}  ${message}`)
  }
}
