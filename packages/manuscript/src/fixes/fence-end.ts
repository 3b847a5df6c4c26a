import { directiveOf } from './fence-marks.ts'
import { type Fence, isContainer } from './read-fences.ts'
import type { SourceLines } from './source-lines.ts'

const blank = /^[\s>]*$/
const heading = /^[\s>]{0,3}#{1,6}\s/
const rule = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const target = /^\([^()]+\)=\s*$/
const option = /^\s*(?::[\w-]+:|#\|)/
/** A sentence after code: nothing else begins like one and ends like one. */
const sentence = /^\p{Lu}[^;={}]*(?:\s[^\s;={}]+){5,}[.!?:]$/u
/** Directives that usually have several paragraphs; of others the first block is the body. */
const long = /^(?:prf:|exercise|solution|dropdown|details|card|grid-item|tab-item|margin|sidebar|aside)/

/**
 * The line, from 0, after which a fence that nothing closes ends: before the next heading, the next of its kind or what
 * is clearly not a part of it, and before `limit` at the latest. Never behind a whole page when there is any other sign.
 */
export function fenceEnd({ lines }: SourceLines, fence: Fence, limit: number): number {
  const children = new Map(fence.children.map(child => [child.open.line, child]))
  const body = bodyStart(lines, fence)
  const isLong = long.test(directiveOf(fence.open) ?? '')
  const isBlank = (line: number) => lines[line] === undefined || blank.test(lines[line].text)
  let seen = false
  let line = body
  for (; line < limit; line++) {
    const { text } = lines[line]!
    const child = children.get(line)
    if (leavesPrefix(fence.open.prefix, text)) break
    if (child) {
      if (fence.verbatim || directiveOf(child.open) === directiveOf(fence.open)) break
      line = child.close?.line ?? child.endsAfter ?? line
      seen = true
      continue
    }
    const apart = isBlank(line - 1)
    if (heading.test(text) && (!fence.verbatim || (apart && isBlank(line + 1)))) break
    if (target.test(text) && apart) break
    if (fence.verbatim) {
      if (apart && sentence.test(text)) break
    } else if (isContainer(fence)) {
      if (!isBlank(line)) break
    } else if ((rule.test(text) && apart) || (seen && !isLong && isBlank(line))) break
    seen ||= !isBlank(line)
  }
  let end = Math.min(line, limit) - 1
  while (end > fence.open.line && isBlank(end)) end--
  return end
}

function bodyStart(lines: SourceLines['lines'], { open }: Fence): number {
  let line = open.line + 1
  if (directiveOf(open) === undefined) return line
  if (/^\s*---\s*$/.test(lines[line]?.text ?? '')) {
    const end = lines.findIndex(({ text }, index) => index > line && /^\s*---\s*$/.test(text))
    return end < 0 ? line : end + 1
  }
  while (option.test(lines[line]?.text ?? '')) line++
  return line
}

/** Whether a line is no longer in the quote or list item a fence stands in. */
function leavesPrefix(prefix: string, text: string): boolean {
  if (blank.test(text) && !prefix.includes('>')) return false
  if (prefix.includes('>')) return !/^\s*>/.test(text)
  return /^[ \t]*/.exec(text)![0].length < prefix.replace(/\t/g, '    ').length && /^\s/.test(prefix)
}
