import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from '@octavo/server/client'
import { type Answer, problemOf } from '@octavo/server/client'
import { ask, failureOf } from '../api/ask.ts'
import { type CommandContext, withConnection } from '../command.ts'
import { Failure } from '../failure.ts'
import { bytes, count, counted, money } from '../terminal/figures.ts'
import { type Column, printTable } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface UsageOptions {
  organization?: string
  by?: 'operation' | 'day' | 'model' | 'user' | 'book' | 'job' | 'chapter' | 'call'
  csv?: string
}

/** Shows what an organization has used and what is left; divided with `by`, act by act in a file with `csv`. */
export async function showUsage(context: CommandContext, { organization, by, csv }: UsageOptions): Promise<void> {
  const { terminal } = context
  await withConnection(context, async ({ api }) => {
    const param = { organizationId: await findOrganization(api, organization) }
    const route = api.v1.organizations[':organizationId']
    if (csv) return saveCsv(terminal, api, param, csv)
    if (by) {
      const { items } = await ask(route.usage.breakdown.$get({ param, query: { by } }))
      return printShares(terminal, by, items)
    }
    printUsage(terminal, await ask(route.usage.$get({ param })))
  })
}

/** The organization of this id, slug or name; without one the personal one. */
async function findOrganization(api: Client, wanted: string | undefined): Promise<string> {
  const { items } = await ask(api.v1.organizations.$get())
  const found = items.find(({ id, slug, name, personal }) => (wanted ? [id, slug, name].includes(wanted) : personal))
  if (found) return found.id
  throw new Failure(
    wanted ? `You are in no organization "${wanted}".` : 'You have no personal organization.',
    `Yours are: ${items.map(({ slug }) => slug).join(', ')}.`,
  )
}

type Usage = Answer<Awaited<ReturnType<Client['v1']['organizations'][':organizationId']['usage']['$get']>>>

function printUsage(terminal: Terminal, usage: Usage): void {
  const { plan, binding, resetsAt, cost, resources } = usage
  terminal.emit('usage', usage)
  const inUse = resources.filter(({ used, reserved, limit }) => used > 0 || reserved > 0 || limit !== null)
  terminal.say(
    `Plan ${plan}${binding ? '' : ' (its limits are not enforced here)'}; the month ends on ${dayOf(resetsAt)}`,
  )
  const of = cost.amount === null ? '' : ` of a budget of ${dollars(cost.amount)}`
  terminal.say(
    `Models cost ${dollars(cost.spent)} this month${of}${cost.reserved > 0 ? `, ${dollars(cost.reserved)} held` : ''}`,
  )
  terminal.say()
  if (terminal.json) return
  printTable(
    terminal,
    'resource',
    [
      { title: 'RESOURCE', value: row => row.resource, gives: true },
      { title: 'PER', value: row => (row.period === 'total' ? '' : row.period) },
      { title: 'USED', value: row => amount(row.resource, row.used), align: 'right' },
      { title: 'HELD', value: row => (row.reserved > 0 ? amount(row.resource, row.reserved) : ''), align: 'right' },
      { title: 'INCLUDED', value: row => limitOf(row.resource, row.limit), align: 'right' },
      { title: 'LEFT', value: row => limitOf(row.resource, row.remaining), align: 'right' },
    ],
    inUse,
  )
}

interface Share {
  key: string
  label: string | null
  acts: number
  cost: number
  inputTokens: number
  outputTokens: number
  quantities: Record<string, number>
}

function printShares(terminal: Terminal, by: string, shares: Share[]): void {
  if (shares.length === 0) terminal.say('Nothing was used this month.')
  const columns: Column<Share>[] = [
    { title: by.toUpperCase(), value: share => share.label ?? share.key, gives: true },
    { title: 'ACTS', value: share => count(share.acts), align: 'right' },
    { title: 'TOKENS IN', value: share => count(share.inputTokens), align: 'right' },
    { title: 'OUT', value: share => count(share.outputTokens), align: 'right' },
    { title: 'WORDS', value: share => count(share.quantities.words ?? 0), align: 'right' },
    { title: 'COST', value: share => money(share.cost), align: 'right' },
  ]
  if (shares.length > 0) printTable(terminal, 'share', columns, shares)
}

/** Streams the export into a file that is there as a whole or not at all. */
async function saveCsv(
  terminal: Terminal,
  api: Client,
  param: { organizationId: string },
  file: string,
): Promise<void> {
  const response = await api.v1.organizations[':organizationId']['usage.csv'].$get({ param, query: {} })
  if (!response.ok || !response.body) throw failureOf(await problemOf(response), response.url)
  const temporary = join(dirname(file), `.${basename(file)}.part`)
  let lines = 0
  try {
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      async function* countLines(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          for (const byte of chunk) if (byte === 10) lines++
          yield chunk
        }
      },
      createWriteStream(temporary),
    )
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  const acts = Math.max(0, lines - 1)
  terminal.emit('saved', { file, acts })
  terminal.say(`${counted(acts, 'act')} of this month in ${file}`)
}

/** Lists the plans with their prices and the limits that matter most; with `json`, all of them. */
export async function listPlans(context: CommandContext): Promise<void> {
  await withConnection(context, async ({ api }) => {
    const { items } = await ask(api.v1.plans.$get())
    const limit = (resource: string, period: string) => (plan: (typeof items)[number]) =>
      limitOf(resource, plan.limits.find(row => row.resource === resource && row.period === period)?.maximum ?? null)
    printTable(
      context.terminal,
      'plan',
      [
        { title: 'PLAN', value: plan => plan.name, gives: true },
        { title: '$/MONTH', value: plan => priceOf(plan.priceMonthly), align: 'right' },
        { title: '$/YEAR', value: plan => priceOf(plan.priceYearly), align: 'right' },
        { title: 'JOBS', value: limit('generations', 'month'), align: 'right' },
        { title: 'TOKENS', value: limit('tokens', 'month'), align: 'right' },
        { title: 'WORDS', value: limit('words', 'month'), align: 'right' },
        { title: 'BOOKS', value: limit('books', 'total'), align: 'right' },
        { title: 'MEMBERS', value: limit('members', 'total'), align: 'right' },
        { title: 'STORAGE', value: limit('storage', 'total'), align: 'right' },
      ],
      items,
    )
  })
}

function amount(resource: string, value: number): string {
  return resource === 'storage' ? bytes(value) : count(value)
}

function limitOf(resource: string, value: number | null): string {
  return value === null ? 'no limit' : amount(resource, value)
}

/** Nothing spent is $0.00 here: "free" would speak of the price. */
function dollars(value: number): string {
  return value === 0 ? '$0.00' : money(value)
}

function priceOf(price: number | null): string {
  return price === null ? 'on request' : count(price)
}

function dayOf(moment: string): string {
  return moment.slice(0, 10)
}
