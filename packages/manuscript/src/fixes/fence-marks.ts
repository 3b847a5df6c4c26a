import { holdsMyst } from '../blocks.ts'
import type { SourceLines } from './source-lines.ts'

/** A line that opens or closes a fence, or looks like it. */
export interface Mark {
  /** From 0. */
  line: number
  /** Offset of the first of its characters. */
  start: number
  char: string
  length: number
  /** What is behind it; empty for one that closes. */
  info: string
  /** What is in front of it: the marks of quotes, indentation, the bullet of a list. */
  prefix: string
}

const markLine = /^((?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}|~{3,}|:{3,})(.*)$/

/** Every line of a page that begins with a fence mark, leaving out its front matter. */
export function fenceMarks({ lines }: SourceLines): Mark[] {
  const marks: Mark[] = []
  for (let line = afterFrontMatter(lines); line < lines.length; line++) {
    const { text, start } = lines[line]!
    const [, prefix = '', mark = '', rest = ''] = markLine.exec(text) ?? []
    // A backtick behind backticks makes them code within a line.
    if (mark === '' || (mark[0] === '`' && rest.includes('`'))) continue
    marks.push({ line, start: start + prefix.length, char: mark[0]!, length: mark.length, info: rest.trim(), prefix })
  }
  return marks
}

function afterFrontMatter(lines: SourceLines['lines']): number {
  if (!/^---\s*$/.test(lines[0]!.text)) return 0
  const end = lines.findIndex(({ text }, index) => index > 0 && /^---\s*$/.test(text))
  return end < 0 ? 0 : end + 1
}

/** The name of the directive a mark opens. */
export function directiveOf({ info }: Mark): string | undefined {
  return /^\{\s*([^\s}]+)/.exec(info)?.[1]
}

/** Whether what a mark opens is read as it stands: code, or a directive whose body is not MyST. */
export function isVerbatim(mark: Mark): boolean {
  const name = directiveOf(mark)
  // Nobody writes code between colons, so a name that is not known there is one of a directive.
  return mark.char === ':' ? name === undefined : !holdsMyst(name)
}

export const spelled = ({ char, length }: { char: string; length: number }) => char.repeat(length)
