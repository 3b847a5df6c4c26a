import { inlineTokens } from '../plain-text.ts'
import type { Range } from './confine.ts'
import { wordTokens } from './tokens.ts'

/** Tries to widen a range by single words before the whole run is taken. */
const mostTries = 120
/** Code units of a run that is looked at more closely. */
const longestRun = 4_000

/**
 * Widens a part of a run of inline MyST to whole words and whole markup, so that other words can stand in its place: never
 * half of an emphasis, a link, a role, code or math. Within the text of a link or an emphasis it may stay.
 */
export function inlineRange(run: string, { start, end }: Range): Range {
  const whole = { start: 0, end: run.length }
  if (run.length > longestRun) return whole
  const edges = [0]
  for (const word of wordTokens(run)) edges.push(edges.at(-1)! + word.length)
  const left = edges.findLastIndex(edge => edge <= start)
  const right = edges.findIndex(edge => edge >= Math.max(end, start + 1))
  if (left < 0 || right < 0) return whole
  let tries = 0
  // The least widening first, on either side.
  for (let more = 0; more < edges.length; more++) {
    for (let onTheLeft = 0; onTheLeft <= more; onTheLeft++) {
      const [from, to] = [edges[left - onTheLeft], edges[right + more - onTheLeft]]
      if (from === undefined || to === undefined) continue
      if (isApart(run, from, to)) return { start: from, end: to }
      if (++tries >= mostTries) return whole
    }
  }
  return whole
}

const standIn = 'octavostandin'

/** Whether the markup of a run is that of the part and that of the rest, each parsed on its own. */
function isApart(run: string, start: number, end: number): boolean {
  const rest = inlineTokens(run.slice(0, start) + standIn + run.slice(end))
  const at = rest.findIndex(({ type, content }) => type === 'text' && content.includes(standIn))
  if (at < 0) return false
  const [before = '', after = ''] = rest[at]!.content.split(standIn)
  const expected = [
    ...rest.slice(0, at).map(markup),
    before,
    ...inlineTokens(run.slice(start, end)).map(markup),
    after,
    ...rest.slice(at + 1).map(markup),
  ]
  return joined(expected) === joined(inlineTokens(run).map(markup))
}

/** Text as itself, everything else as what it is and what it says. */
function markup(token: ReturnType<typeof inlineTokens>[number]): string {
  if (token.type === 'text') return token.content
  return `\u0000${token.type}\u0001${token.content}\u0001${JSON.stringify(token.attrs)}\u0000`
}

const joined = (pieces: string[]) => pieces.join('')
