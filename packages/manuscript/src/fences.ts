import { blockTokens, hasMystBody, parts, type Token } from './blocks.ts'
import type { Problem } from './problem.ts'

/**
 * Fences that do not end where their author thought: never closed, closed with another fence, or holding one of their
 * own length, whose end closes both. Each swallows text without a word from the parser. Lines and columns from 1.
 */
export function fenceProblems(text: string): Problem[] {
  const problems: Problem[] = []
  parts(text, 'page', (token, { lines, offset }) => {
    const found = token.type === 'fence' && token.map ? fence(token, token.map, lines, offset) : []
    problems.push(...found)
    // What a mismatched fence swallows was not meant to be inside of it.
    return hasMystBody(token) && !found.some(problem => problem.rule === 'mismatched-fence')
  })
  return problems
}

function fence(token: Token, map: [number, number], lines: string[], offset: number): Problem[] {
  const { markup, info } = token
  const at = { line: map[0] + offset + 1, column: lines[map[0]]!.indexOf(markup) + 1 }
  const opened = `${markup}${info.trim()}`
  const holds = sameFenceInside(token)
  const closed = map[1] - map[0] > 1 && isEnd(lines[map[1] - 1]!, markup)
  if (holds !== undefined) {
    const line = at.line + holds + 1
    const message = `"${opened}" holds another fence of ${markup.length} on line ${line}, whose end closes both. Give the outer one ${markup[0]!.repeat(markup.length + 1)}, or close it before`
    return [{ rule: 'mismatched-fence', message, ...at }]
  }
  if (!closed) {
    const stray = strayEnd(token)
    const lost = map[1] - map[0] - 1
    if (stray) {
      const message = `"${opened}" is closed with "${stray.markup}" on line ${at.line + stray.line + 1}. Close it with "${markup}"`
      return [{ rule: 'mismatched-fence', message, ...at }]
    }
    const what = info.trim() === '' ? `"${markup}" closes nothing, so it opens a fence` : `"${opened}" is never closed`
    const message = `${what} and swallows the ${lost} lines after it. ${info.trim() === '' ? 'Remove it' : `Add "${markup}" where it ends`}`
    return [{ rule: 'unclosed-fence', message, ...at }]
  }
  if (markup.startsWith(':') && info.trim() === '') {
    const message = `"${markup}" names no directive, so what it holds becomes code. Write e.g. ${markup}{note}, or remove it`
    return [{ rule: 'mismatched-fence', message, ...at }]
  }
  return []
}

function isEnd(line: string, markup: string): boolean {
  const end = /^[\s>]*([`~:]{3,})\s*$/.exec(line)?.[1]
  return end !== undefined && end.length >= markup.length && end === markup[0]!.repeat(end.length)
}

/** The line within a fence, from 0, that opens a fence with the same mark, no shorter, and a name. */
function sameFenceInside({ content, markup }: Token): number | undefined {
  const line = content.split('\n').findIndex(text => {
    const [, marks = ''] = /^ {0,3}(`+|~+|:+)\s*[{\w]/.exec(text) ?? []
    return marks[0] === markup[0] && marks.length >= markup.length
  })
  return line < 0 ? undefined : line
}

/** A bare fence mark inside of a fence that never ends: most likely the end its author meant. */
function strayEnd(token: Token): { markup: string; line: number } | undefined {
  const bare = blockTokens(token.content, 'part').find(
    inner => inner.type === 'fence' && inner.level === 0 && inner.info.trim() === '',
  )
  return bare?.map ? { markup: bare.markup, line: bare.map[0] } : undefined
}
