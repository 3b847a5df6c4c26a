import type { Boundary, Division } from './boundary.ts'
import { against, confidenceOf, type Evidence } from './evidence.ts'
import { FreeNames } from './free-names.ts'
import { itemsOf, type Structure, type StructureItem } from './structure.ts'
import { comparable, type Survey } from './survey.ts'

/** Fewer words are hardly a chapter; nor is what is so many times as long as the others, which may hold several. */
const fewestWords = 20
const farLonger = 6

/** Makes items of boundaries, in order and nested; each reaches to the next, so that every block is in one. */
export function arrange({ method, boundaries }: Division, survey: Survey): Structure {
  const items: StructureItem[] = []
  const open: { level: number; item: StructureItem }[] = []
  const usual = usualLength(boundaries, survey)
  const identities = new FreeNames([], '~')
  const ids = new FreeNames()
  for (const [index, boundary] of boundaries.entries()) {
    const start = index === 0 ? 0 : boundary.block
    const end = boundaries[index + 1]?.block ?? survey.lines.length
    // Blocks before the first boundary are its own, unless `withMatter` made something of them.
    const evidence = [...boundary.evidence, ...lengthEvidence(boundary, survey.words(start, end), usual)]
    const item: StructureItem = {
      id: ids.take(`${boundary.kind === 'part' ? 'p' : 'b'}${start}`),
      kind: boundary.kind,
      ...(boundary.role && { role: boundary.role }),
      title: boundary.title || boundary.number || '',
      ...(boundary.number && { number: boundary.number }),
      method: boundary.method,
      confidence: confidenceOf(evidence),
      reasons: evidence.map(({ reason }) => reason),
      start,
      end,
      titleBlocks: boundary.titleBlocks.filter(block => block >= start && block < end),
      words: survey.words(start, end),
      identity: identities.take(boundary.identity ?? identityOf(boundary, survey)),
      children: [],
    }
    while (open.length > 0 && open.at(-1)!.level >= boundary.level) open.pop()
    ;(open.at(-1)?.item.children ?? items).push(item)
    if (boundary.kind === 'part') open.push({ level: boundary.level, item })
  }
  return { method, confidence: leastCertain(items), items }
}

/** Of the least certain chapter; of a structure without one, 0. */
export function leastCertain(items: readonly StructureItem[]): number {
  const chapters = [...itemsOf(items)].filter(({ kind }) => kind === 'chapter')
  return chapters.length === 0 ? 0 : Math.min(...chapters.map(({ confidence }) => confidence))
}

/** By its file, where it begins one; else by its number and title. */
function identityOf({ block, kind, number, title }: Boundary, { lines }: Survey): string {
  const file = lines[block]?.file
  if (kind !== 'part' && file !== undefined && lines[block - 1]?.file !== file) return file
  return [kind, comparable(number ?? ''), comparable(title)].join(':')
}

function usualLength(boundaries: readonly Boundary[], survey: Survey): number {
  const lengths = boundaries.flatMap(({ kind, block }, index) =>
    kind === 'chapter' ? survey.words(block, boundaries[index + 1]?.block ?? survey.lines.length) : [],
  )
  return lengths.sort((a, b) => a - b)[lengths.length >> 1] ?? 0
}

function lengthEvidence({ kind }: Boundary, words: number, usual: number): Evidence[] {
  if (kind !== 'chapter') return []
  if (words < fewestWords) return [against('short', `It has only ${words} words.`)]
  if (usual > 500 && words > usual * farLonger)
    return [
      against(
        'long',
        `With ${words} words it is ${Math.round(words / usual)} times as long as most: it may hold several.`,
      ),
    ]
  return []
}
