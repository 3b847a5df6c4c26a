import { parts } from '../blocks.ts'
import { allFootnoteDefinitions, footnoteReferences } from '../footnotes.ts'
import type { Hunk } from '../patch/patch.ts'
import type { Mender, Proposal } from './fix.ts'
import { removeLines, replace, type SourceLines } from './source-lines.ts'

/**
 * Mends footnotes where nothing can be lost: a reference and a definition nobody refers to that differ by a slip of the
 * pen become one, and a note written twice, word for word, stays once. No footnote is removed or made up.
 */
export const mendFootnotes: Mender = ({ text }, source) => {
  const page = parts(text, 'page')
  const definitions = allFootnoteDefinitions(page)
  const references = footnoteReferences(page)
  const defined = new Set(definitions.map(({ identifier }) => identifier))
  const used = new Set(references.map(({ identifier }) => identifier))
  const undefinedOnes = [...used].filter(identifier => !defined.has(identifier))
  const unusedOnes = [...defined].filter(identifier => !used.has(identifier))

  const join = function* (from: string, to: string, rule: string): Iterable<Proposal> {
    const lines = references.filter(({ identifier }) => identifier === from).map(({ line }) => line)
    const patch = renameReferences(source, from, to, lines, rule)
    if (patch) yield { title: `Let [^${from}] on line ${lines[0]! + 1} refer to the footnote ${to}`, patch }
  }

  return function* ({ rule, line }) {
    if (rule === 'duplicate-footnote') {
      const again = definitions.find(({ start }) => start === line - 1)
      const first = definitions.find(({ identifier }) => identifier === again?.identifier)
      if (!again || !first || first === again || first.body !== again.body) return
      let { end } = again
      while (end > again.start + 1 && source.lines[end - 1]?.text.trim() === '') end--
      yield {
        title: `Remove the footnote ${again.identifier} on line ${line}, which repeats line ${first.start + 1}`,
        patch: [removeLines(source, again.start, Math.min(end, source.lines.length), rule)],
      }
    } else if (rule === 'undefined-footnote') {
      const here = references.filter(reference => reference.line === line - 1 && !defined.has(reference.identifier))
      for (const { identifier } of here) {
        const only = single(unusedOnes.filter(other => isSlip(identifier, other)))
        if (only) yield* join(identifier, only, rule)
      }
    } else {
      const identifier = definitions.find(({ start }) => start === line - 1)?.identifier
      const only = identifier && single(undefinedOnes.filter(other => isSlip(identifier, other)))
      if (only) yield* join(only, identifier, rule)
    }
  }
}

const single = (all: string[]) => (all.length === 1 ? all[0] : undefined)

function renameReferences(source: SourceLines, from: string, to: string, at: number[], reason: string) {
  const hunks: Hunk[] = []
  for (const line of new Set(at)) {
    const { text, start } = source.lines[line]!
    const spelled = [...text.matchAll(/\[\^([^\]\s]+)\]/g)].filter(match => match[1] === from)
    // More spellings than references: one of them is code.
    if (spelled.length !== at.filter(other => other === line).length) return undefined
    for (const { index } of spelled) {
      const begin = start + index + 2
      hunks.push(replace(source, begin, begin + from.length, to, reason))
    }
  }
  return hunks.sort((a, b) => a.start - b.start)
}

const plain = (identifier: string) => identifier.toLowerCase().replace(/[-_.]/g, '')

/** Whether two names differ by case or punctuation, or, when long enough to tell, by one letter. */
function isSlip(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)]
  if (one === other) return true
  if (Math.min(one.length, other.length) < 5 || /\d/.test(one + other)) return false
  let head = 0
  while (head < one.length && one[head] === other[head]) head++
  let tail = 0
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++
  const swapped =
    one.length === other.length &&
    one.slice(head, -tail || undefined) === [...other.slice(head, -tail || undefined)].reverse().join('')
  return Math.max(one.length, other.length) - head - tail <= 1 || (swapped && one.length - head - tail === 2)
}
