import { blockTokens, type Part } from '../blocks.ts'

/** How many lines of a part are options of the directive whose body it is. */
export function optionLines({ lines, offset }: Part): number {
  if (offset === 0) return 0
  if (/^---\s*$/.test(lines[0]!)) return lines.findIndex((text, index) => index > 0 && /^---\s*$/.test(text)) + 1
  const body = lines.findIndex(text => !/^:[\w-]+:/.test(text))
  return body < 0 ? lines.length : body
}

/** To the tokenizer of blocks the options of a directive are the beginning of its first paragraph. */
export function withoutOptions(part: Part): Part {
  const options = optionLines(part)
  if (options === 0) return part
  const body = part.lines.map((line, index) => (index < options ? '' : line))
  return { ...part, tokens: blockTokens(body.join('\n'), 'part') }
}
