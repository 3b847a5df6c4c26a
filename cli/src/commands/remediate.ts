import type { Answer, Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { isResting } from '../api/job-events.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { askFix, type Answer as Choice } from '../fix/ask-fix.ts'
import { showHunk } from '../fix/show-hunk.ts'
import type { OutlineItem } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'
import { counted, money } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { findBook } from './books.ts'

interface RemediateOptions {
  feature?: string[]
  finding?: string[]
  fixes?: boolean
  instructions?: string
  model?: string
  yes?: boolean
}

type Remediation = Answer<Awaited<ReturnType<Client['v1']['remediations'][':id']['$get']>>>

/** Remediates a chapter: shows each hunk that is proposed, asks, and takes over what is accepted. */
export async function remediateChapter(
  context: CommandContext,
  exitWith: ExitWith,
  bookName: string,
  chapterName: string,
  options: RemediateOptions,
): Promise<void> {
  const { terminal } = context
  if (!options.yes && !terminal.interactive) {
    throw new Failure('Nobody can be asked here, so nothing was changed.', 'Give --yes to accept everything.')
  }
  await withWorker(context, async connection => {
    const { api } = connection
    const book = await findBook(api, bookName)
    const chapter = chapterOf(await readOutline(api, book.id), chapterName)
    const remediation = await propose(connection, terminal, chapter.id, options)
    tellOutcomes(terminal, remediation)
    if (remediation.state === 'failed') {
      terminal.warn(remediation.error?.message ?? 'The remediation failed.')
      return exitWith(1)
    }
    const accept = await choose(terminal, remediation, options.yes === true)
    const reject = remediation.hunks.map(hunk => hunk.number).filter(number => !accept.includes(number))
    if (remediation.hunks.length === 0) return terminal.say('Nothing to change.')
    const decided = await ask(
      api.v1.remediations[':id'].decide.$post({ param: { id: remediation.id }, json: { accept, reject } }),
    )
    terminal.emit('decided', decided)
    const taken = decided.hunks.filter(hunk => hunk.decision === 'accepted').length
    const unfit = decided.hunks.filter(hunk => hunk.decision === 'unfit').length
    if (unfit > 0) terminal.warn(`${counted(unfit, 'change')} no longer fit: the chapter was edited meanwhile.`)
    const score = decided.score === null ? '' : ` Score ${decided.score} of 100.`
    terminal.say(
      taken > 0
        ? `${counted(taken, 'change')} made, ${money(remediation.cost)}.${score}`
        : `Nothing was changed, ${money(remediation.cost)}.`,
    )
  })
}

/** A chapter by its number, its title, or the beginning of it. */
function chapterOf(items: readonly OutlineItem[], name: string): { id: string } {
  const flat = (level: readonly OutlineItem[]): OutlineItem[] => level.flatMap(item => [item, ...flat(item.children)])
  const written = flat(items).flatMap(item => (item.chapter ? [{ title: item.title, id: item.chapter.id }] : []))
  const folded = name.toLowerCase()
  const byNumber = /^\d+$/.test(name) ? written[Number(name) - 1] : undefined
  const exact = written.filter(({ title }) => title.toLowerCase() === folded)
  const beginning = exact.length > 0 ? exact : written.filter(({ title }) => title.toLowerCase().startsWith(folded))
  const [found, another] = byNumber ? [byNumber] : beginning
  const list = written.map(({ title }, index) => `${index + 1}. ${title}`).join('\n')
  if (!found) throw new Failure(`There is no chapter "${name}" with text.`, list || 'Write the book first.')
  if (another) throw new Failure(`Several chapters begin with "${name}".`, list)
  return found
}

async function propose(
  connection: Connection,
  terminal: Terminal,
  chapterId: string,
  { feature, finding, fixes, instructions, model }: RemediateOptions,
): Promise<Remediation> {
  const { api } = connection
  const param = { id: chapterId }
  if (fixes) {
    return ask(api.v1.chapters[':id'].fixes.$post({ param, json: finding ? { rules: finding } : {} }))
  }
  const json = {
    ...(feature && { features: feature }),
    ...(finding && { findings: finding }),
    ...(instructions && { instructions }),
    ...(model && { model }),
  }
  const begun = await ask(api.v1.chapters[':id'].remediations.$post({ param, json }))
  terminal.emit('remediation', begun)
  await connection.startWorker()
  const jobId = begun.jobId!
  for (;;) {
    const job = await ask(api.v1.jobs[':jobId'].$get({ param: { jobId } }))
    if (isResting(job)) break
    await new Promise(resolve => setTimeout(resolve, pollInterval))
  }
  return ask(api.v1.remediations[':id'].$get({ param: { id: begun.id } }))
}

/** Milliseconds. */
const pollInterval = 200

function tellOutcomes(terminal: Terminal, { outcomes }: Remediation): void {
  for (const outcome of outcomes) terminal.emit('outcome', outcome)
  for (const { name, outcome, reason } of outcomes) {
    if (outcome !== 'made') terminal.say(`${terminal.style('yellow', name)}  ${outcome}: ${reason ?? ''}`)
  }
}

/** The numbers of the hunks that are accepted. Those of one group are asked about once. */
async function choose(terminal: Terminal, { hunks, original }: Remediation, all: boolean): Promise<number[]> {
  const accepted: number[] = []
  let answer: Choice = all ? 'all' : 'yes'
  for (const [, group] of Map.groupBy(hunks, hunk => hunk.group)) {
    for (const hunk of group) showHunk(terminal, original, hunk)
    if (answer === 'quit') continue
    if (answer !== 'all') answer = await askFix()
    if (answer === 'yes' || answer === 'all') accepted.push(...group.map(hunk => hunk.number))
  }
  return accepted
}
