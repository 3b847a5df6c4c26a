/** A heading of the open chapter. */
export interface Section {
  title: string
  level: number
  /** From 1. */
  line: number
}

/** What is told of a text while it is written; the audit and the statistics of the server are exact. */
export interface Survey {
  words: number
  sections: Section[]
}

const fence = /^\s*(:{3,}|`{3,}|~{3,})(.*)$/
const word = /[\p{L}\p{N}]+(?:[’'.-][\p{L}\p{N}]+)*/gu

/** One pass over the lines: prose is counted, front matter, code, math, options, targets and comments are not. */
export function survey(text: string): Survey {
  const lines = text.split('\n')
  const sections: Section[] = []
  let words = 0
  /** What closes the code or math the line is in. */
  let within: string | undefined
  let line = 0
  if (lines[0]?.trim() === '---') {
    const end = lines.indexOf('---', 1)
    if (end > 0) line = end + 1
  }
  for (; line < lines.length; line++) {
    const said = lines[line]!
    if (within !== undefined) {
      if (said.trim().startsWith(within)) within = undefined
      continue
    }
    const [, mark = '', behind = ''] = fence.exec(said) ?? []
    if (mark) {
      const isCode = mark[0] !== ':' && !/^\s*\{(?!code|math|mermaid|raw|csv|literal|index|embed|any|myst)/.test(behind)
      if (isCode) within = mark
      else words += count(behind.replace(/^\s*\{[^}]*\}/, ''))
      continue
    }
    if (said.startsWith('$$') && !/^\$\$.+\$\$/.test(said)) {
      within = '$$'
      continue
    }
    if (/^(%|:[\w-]+:|\([^)]+\)=\s*$|\[\^[^\]]+\]:\s*$)/.test(said)) continue
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(said)
    if (heading) sections.push({ level: heading[1]!.length, title: plain(heading[2]!), line: line + 1 })
    words += count(said)
  }
  return { words, sections }
}

/** A heading's words without its marks. */
function plain(heading: string): string {
  return heading
    .replace(/\{[^}]*\}`([^`]*)`/g, '$1')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
}

function count(line: string): number {
  const prose = line.replace(/`[^`]*`|\$[^$]+\$|\{[^}]*\}|\]\([^)]*\)|<[^>]*>/g, ' ')
  return prose.match(word)?.length ?? 0
}

/** Minutes to read, as the server counts them: 200 words a minute. */
export const minutesToRead = (words: number): number => Math.ceil(words / 200)
