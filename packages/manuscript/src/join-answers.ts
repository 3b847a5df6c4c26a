import { blockTokens, type Token } from './blocks.ts'

/** How far back a continuation may reach, in UTF-16 code units of the first answer. */
const reach = 20_000
/** Characters other than white space that both must share: fewer agree by chance ("the ", "| a |"). */
const least = 10

/**
 * Joins a cut-off answer with its continuation. Where the continuation repeats the end of the first answer, the longest
 * such overlap (10 to 20,000 characters, white space aside) is kept once. A continuation that opens the code fence the
 * first answer was cut in again loses that line. Nothing else is left out; without an overlap a line or a space is put
 * between only where a heading, a fence or a sentence would run into the text before it.
 */
export function joinAnswers(first: string, second: string): string {
  if (first.trim() === '' || second.trim() === '') return first + second
  const fence = openFence(first)
  const reopening = fence && reopened(fence, second)
  const rest = reopening ? second.slice(reopening.length) : second
  const overlap = longestOverlap(first, rest, reopening ? 1 : least)
  if (overlap > 0) {
    const tail = rest.slice(overlap)
    return tail.trim() === '' ? first : first.trimEnd() + tail
  }
  if (reopening) return first + (first.endsWith('\n') ? '' : '\n') + rest
  return first + gap(first, second, fence !== undefined) + second
}

/** The fence a text ends inside of. */
function openFence(text: string): Token | undefined {
  const last = blockTokens(text, 'page')
    .filter(token => token.level === 0 && token.nesting >= 0)
    .at(-1)
  if (last?.type !== 'fence' || !last.map) return undefined
  const end = text.split('\n')[last.map[1] - 1] ?? ''
  const closed =
    last.map[1] - last.map[0] > 1 && new RegExp(`^\\s*${last.markup[0]}{${last.markup.length},}\\s*$`).test(end)
  return closed ? undefined : last
}

/** The opening line of the same fence at the start of a continuation. A bare fence there is the end of the open one. */
function reopened(fence: Token, second: string): string | undefined {
  const opening = /^\s*(`{3,}|~{3,}|:{3,})[ \t]*(\S[^\n]*)\n/.exec(second)
  return opening && opening[1] === fence.markup && opening[2]!.trim() === fence.info.trim() ? opening[0] : undefined
}

/** Code units of `second` that repeat the end of `first`, white space aside; 0 when they share too little. */
function longestOverlap(first: string, second: string, enough: number): number {
  const end = withoutSpace(first.slice(-reach))
  const start = withoutSpace(second.slice(0, reach))
  // The longest border of start + end is the longest prefix of one that is a suffix of the other (Knuth, Morris, Pratt 1977).
  const text = [...start.chars, '\n', ...end.chars]
  const border = new Array<number>(text.length).fill(0)
  for (let at = 1, length = 0; at < text.length; at++) {
    while (length > 0 && text[at] !== text[length]) length = border[length - 1]!
    if (text[at] === text[length]) length++
    border[at] = length
  }
  let length = border.at(-1)!
  // With a fence opened again the overlap must begin a line, or a lone bracket would pass for one.
  while (length > 0 && enough < least && length < least && !end.begins[end.chars.length - length])
    length = border[length - 1]!
  const shared = start.chars.slice(0, length).join('')
  const agrees = length >= enough && (enough < least || (shared.match(/[\p{L}\p{N}]/gu) ?? []).length >= 6)
  return agrees ? start.ends[length - 1]! : 0
}

/** The characters of a text that are not white space, where each ends, and whether each begins a line. */
function withoutSpace(text: string): { chars: string[]; ends: number[]; begins: boolean[] } {
  const found = { chars: [] as string[], ends: [] as number[], begins: [] as boolean[] }
  let line = true
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\n') line = true
    if (/\s/.test(char)) continue
    found.chars.push(char)
    found.ends.push(at + 1)
    found.begins.push(line)
    line = false
  }
  return found
}

function gap(first: string, second: string, inFence: boolean): string {
  if (/\s$/.test(first) || /^\s/.test(second)) return ''
  if (/^(?:`{3,}|~{3,}|:{3,})/.test(second)) return inFence ? '\n' : '\n\n'
  if (inFence) return ''
  if (/^#{1,6}\s/.test(second)) return '\n\n'
  return /\p{Ll}[.!?…]["”’)]?$/u.test(first) && /^\p{Lu}\p{Ll}*[\s,]/u.test(second) ? ' ' : ''
}
