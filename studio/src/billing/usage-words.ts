import { count, money, number, size } from '../components/words.ts'
import type { ResourceUse, Usage } from './usage.ts'

/** From this share of a limit on it is said that it is near. */
export const near = 0.8
/** A pace is told once this much of the month has gone by: before, it is a guess. */
const enoughOfMonth = 0.1

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** "1 Dec" */
export const dayOf = (date: string | number): string => day.format(new Date(date)).replace(' ', '\u00a0')

/** "November 2026" of "2026-11" */
export const monthOf = (name: string): string => month.format(new Date(`${name}-01T00:00:00Z`))

/** What something will have come to by the end of its period at the pace so far; undefined while it is too early to say. */
export function atThisPace(used: number, from: string, to: string, now: number): number | undefined {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const gone = (now - start) / (end - start)
  return gone >= enoughOfMonth && gone < 1 && used > 0 ? used / gone : undefined
}

/** When a limit is reached at the pace so far, if before its period ends. */
export function reachedOn(
  { used, limit, startedAt, resetsAt }: Pick<ResourceUse, 'used' | 'limit' | 'startedAt' | 'resetsAt'>,
  now: number,
): string | undefined {
  if (!limit || !startedAt || !resetsAt || used >= limit) return undefined
  const end = atThisPace(used, startedAt, resetsAt, now)
  if (end === undefined || end <= limit) return undefined
  const start = Date.parse(startedAt)
  return dayOf(start + (Date.parse(resetsAt) - start) * (limit / end))
}

const names: Record<string, string> = {
  cost: 'Spend',
  generations: 'Jobs',
  tokens: 'Tokens',
  words: 'Words written',
  pieces: 'Pieces',
  repurposings: 'Repurposings',
  films: 'Films',
  exports: 'Exports',
  books: 'Books',
  members: 'People',
  collaborators: 'Collaborators',
  storage: 'Files',
}

/** What people call a resource. */
export const nameOf = (resource: string): string => names[resource] ?? resource

/** So much of a resource. */
export const quantityOf = (resource: string, value: number): string =>
  resource === 'storage' ? size(value) : number(value)

const operationNames: Record<string, string> = {
  outline: 'Outlines',
  book: 'Writing',
  remediation: 'Fixes',
  revision: 'Revisions',
  search: 'Search',
  export: 'Exports',
  tool: 'Tools',
  other: 'Other',
}

/** What people call a kind of work. */
export const operationOf = (operation: string): string => operationNames[operation] ?? operation

/** Models without their provider, where it says nothing more. */
export const modelName = (model: string): string => model.slice(model.indexOf('/') + 1)

/** What was spent, of what, and where that leads; `who` is "You have" or the name of the organization and "has". */
export function sayUsage(usage: Usage, who: string, now: number): { text: string; emphasis: string[] } {
  const { amount, spent, reserved } = usage.cost
  const words = usage.resources.find(one => one.resource === 'words' && one.period === 'month')?.used ?? 0
  if (spent === 0 && amount === null) {
    const free = `The compositor costs nothing${words > 0 ? `, and has written ${count(words, 'word')} this month` : ''}.`
    return { text: `${who} spent nothing. ${free}`, emphasis: [] }
  }
  const end = atThisPace(spent, usage.cost.startedAt, usage.cost.resetsAt, now)
  const last = dayOf(Date.parse(usage.cost.resetsAt) - 1)
  const within = amount === null || spent < amount
  const reached = amount !== null && reachedOn({ ...usage.cost, limit: amount, used: spent }, now)
  const pace = reached
    ? `At this pace the budget is used up on ${reached}.`
    : within && end !== undefined && `At this pace it will be about ${money(end)} on ${last}.`
  return {
    text: [
      `${who} spent ${money(spent)}${amount === null ? '' : ` of ${money(amount)}`} this month.`,
      reserved > 0 && `${money(reserved)} is held for calls on the wire.`,
      pace,
      amount !== null && within && 'Nothing is spent beyond the budget; work waits instead.',
    ]
      .filter(Boolean)
      .join(' '),
    emphasis: [money(spent), ...(end === undefined || reached || !within ? [] : [money(end)])],
  }
}
