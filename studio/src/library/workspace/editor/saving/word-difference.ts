/** A stretch of one text; `differs` where the other does not have it. */
export interface Stretch {
  text: string
  differs: boolean
}

/** Where two short texts differ, by what is equal at their ends; whole words are marked. */
export function wordDifference(mine: string, theirs: string): [Stretch[], Stretch[]] {
  const [a, b] = [words(mine), words(theirs)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const stretches = (all: string[]): Stretch[] =>
    [
      { text: all.slice(0, head).join(''), differs: false },
      { text: all.slice(head, all.length - tail).join(''), differs: true },
      { text: all.slice(all.length - tail).join(''), differs: false },
    ].filter(one => one.text !== '')
  return [stretches(a), stretches(b)]
}

const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []
