import { fenceEnd } from './fence-end.ts'
import { directiveOf, isVerbatim, type Mark } from './fence-marks.ts'
import type { SourceLines } from './source-lines.ts'

/** A fence as its author meant it. */
export interface Fence {
  open: Mark
  /** Its end, be it of another kind or length; absent when there is none. */
  close?: Mark
  /** Without an end: the line, from 0, after which it belongs. */
  endsAfter?: number
  verbatim: boolean
  children: Fence[]
  /** Marks in it that are code. */
  inner: Mark[]
}

/** The fences of a page, and marks that belong to none. */
export interface FenceReading {
  roots: Fence[]
  strays: Mark[]
}

interface Decided {
  ends: Map<Mark, number>
  closers: Map<Mark, Mark>
}

/** Marks ahead in which the end of code is looked for. */
const farthest = 200
/** Of so many fences without an end one is looked for; and so deep they may be nested. */
const mostUnclosed = 100
const deepest = 50

/**
 * Reads the fences of a page as a person would, who sees from names, kinds and lengths which mark belongs to which, where
 * the parser takes the first mark that will do. On a page without mistakes both read the same. Undefined when there is too
 * much to guess.
 */
export function readFences(source: SourceLines, marks: Mark[]): FenceReading | undefined {
  const decided: Decided = { ends: new Map(), closers: new Map() }
  // What is after a fence without an end can only be read when its end is decided.
  for (let attempt = 0; attempt <= mostUnclosed; attempt++) {
    const reading = read(marks, decided, source.lines.length)
    if (reading === undefined || 'roots' in reading) return reading
    const { unclosed, limit, stray } = reading
    if (stray) decided.closers.set(stray, unclosed.open)
    else decided.ends.set(unclosed.open, fenceEnd(source, unclosed, limit))
  }
  return undefined
}

interface Unclosed {
  unclosed: Fence
  /** The line before which it has to end. */
  limit: number
  /** A mark of another kind in it, most likely its end. */
  stray?: Mark
}

function read(marks: Mark[], { ends, closers }: Decided, lines: number): FenceReading | Unclosed | undefined {
  const roots: Fence[] = []
  const strays: Mark[] = []
  const stack: Fence[] = []
  const open = (mark: Mark) => {
    const parent = stack.at(-1)
    const fence: Fence = {
      open: mark,
      verbatim: isVerbatim(mark) || parent?.verbatim === true,
      children: [],
      inner: [],
    }
    ;(parent?.children ?? roots).push(fence)
    stack.push(fence)
  }
  for (const [index, mark] of marks.entries()) {
    const ended = endDecided(stack, ends, mark.line)
    if (ended) return ended
    const top = stack.at(-1)
    if (mark.info !== '') {
      if (!top?.verbatim || closes(mark, top)) open(mark)
      else top.inner.push(mark)
    } else if (top && closers.get(mark) === top.open) close(stack, mark)
    else if (!top) {
      if (opensCode(marks, index, stack)) open(mark)
      else strays.push(mark)
    } else if (closes(mark, top) && (mark.length === top.open.length || !exactly(stack, mark))) close(stack, mark)
    else {
      const ancestor = exactly(stack, mark) ?? stack.findLast(fence => fence !== top && closes(mark, fence))
      if (top.verbatim) {
        if (!ancestor || goesOn(marks, index, top, ancestor)) top.inner.push(mark)
        else return unclosed(top, mark.line)
      } else if (ancestor) return unclosed(top, mark.line)
      else if (opensCode(marks, index, stack)) open(mark)
      else close(stack, mark)
    }
    if (stack.length > deepest) return undefined
  }
  const ended = endDecided(stack, ends, lines)
  if (ended) return ended
  if (stack.length === 0) return { roots, strays }
  // The outermost first: what comes after its end is not in it. A container ends where what it contains ends.
  return unclosed(stack.find(fence => !isContainer(fence)) ?? stack.at(-1)!, lines)
}

const closes = (mark: Mark, { open }: Fence) => mark.char === open.char && mark.length >= open.length

/** A fence around the innermost one that a mark fits to the character. */
const exactly = (stack: Fence[], mark: Mark) =>
  stack.findLast((fence, index) => index < stack.length - 1 && closes(mark, fence) && mark.length === fence.open.length)

function close(stack: Fence[], mark: Mark): void {
  stack.pop()!.close = mark
}

function unclosed(fence: Fence, limit: number): Unclosed {
  const stray = fence.verbatim ? fence.inner.find(mark => mark.info === '' && mark.line < limit) : undefined
  return { unclosed: fence, limit, ...(stray && { stray }) }
}

/** Takes fences off the stack whose end was decided and is past; finds one inside of them that has none. */
function endDecided(stack: Fence[], ends: Map<Mark, number>, line: number): Unclosed | undefined {
  for (;;) {
    const index = stack.findIndex(({ open }) => (ends.get(open) ?? line) < line)
    if (index < 0) return undefined
    const fence = stack[index]!
    if (index < stack.length - 1) return unclosed(stack.at(-1)!, ends.get(fence.open)! + 1)
    fence.endsAfter = ends.get(fence.open)!
    stack.pop()
  }
}

/** Whether a bare mark begins code: another one ends it, and nothing named or outside comes in between. */
function opensCode(marks: Mark[], index: number, stack: Fence[]): boolean {
  const mark = marks[index]!
  if (mark.char === ':') return false
  for (let at = index + 1; at < Math.min(marks.length, index + farthest); at++) {
    const other = marks[at]!
    const alike = other.char === mark.char && other.length >= mark.length
    if (other.info !== '') {
      if (alike) return false
    } else if (alike) return true
    else if (stack.some(fence => closes(other, fence))) return false
  }
  return false
}

/** Whether code with a mark in it that fits a fence around still has its own end to come, and that fence too. */
function goesOn(marks: Mark[], index: number, code: Fence, around: Fence): boolean {
  let ended = false
  for (const mark of marks.slice(index + 1, index + farthest)) {
    if (!ended && closes(mark, code)) {
      if (mark.info !== '') return false
      ended = true
    } else if (ended && mark.info === '' && closes(mark, around)) return true
  }
  return false
}

/** Directives that hold nothing but other directives. */
const containers = new Set(['tab-set', 'tabs', 'grid'])

export const isContainer = ({ open }: Fence) => containers.has(directiveOf(open) ?? '')
