import type { Passage, Source } from '@octavo/manuscript'
import { hasSubstance } from './substance.ts'
import { cleanTitle, frontMatterTitle, isNondescript, titleOfSource } from './titles.ts'
import { type Unit, unitsOf } from './units.ts'
import { centroid, cosine, type Vector, vectorsOf } from './vectors.ts'

/** Units under one heading of one source, or one stretch of a source that has none: a section in the making. */
export interface Block {
  /** The author's heading, when there is one. */
  title: string | undefined
  source: string
  units: Unit[]
}

/** Blocks under one title of one source: a chapter in the making. */
export interface Topic {
  title: string | undefined
  /** The place of its source among the sources. */
  order: number
  /** Whether its source is a page of scraps, each of which may belong anywhere. */
  loose: boolean
  blocks: Block[]
}

const largeTopic = 600
const smallBlock = 60
const tileWords = 180

/**
 * The topics of the sources, in their order: by the author's headings where there are any, otherwise by lexical cohesion.
 * A source under one title is one topic; a source with several long parts under titles of the same level is several.
 */
export function topicsOf(sources: Source[], passages: Passage[], language: string): Topic[] {
  return sources.flatMap((source, order) => {
    const own = passages.filter(passage => passage.source === source.id).sort((a, b) => a.position - b.position)
    const substance = own.filter(hasSubstance)
    if (substance.length === 0) return []
    const headings = own.filter(passage => passage.kind === 'heading')
    const tops = [...new Set(substance.map(passage => passage.headings[0]))]
    const name = frontMatterTitle(own) ?? titleOfSource(source)
    if (headings.length <= 1 || tops.every(top => top === undefined))
      return [headless(substance, tops.find(Boolean) ?? name, order, language)]
    const words = unitsOf(substance, language).reduce((sum, unit) => sum + unit.words, 0)
    const titled = tops.filter(top => top !== undefined)
    const nested = titled.every(top =>
      substance.some(passage => passage.headings[0] === top && passage.headings.length > 1),
    )
    const parted = titled.length > 1 && (nested || words / titled.length >= largeTopic)
    if (!parted && titled.length > 1)
      return [{ title: cleanTitle(name), order, loose: isNondescript(name), blocks: blocksOf(substance, 0, language) }]
    const topics = titled.map(top => ({
      title: cleanTitle(top),
      order,
      loose: isNondescript(cleanTitle(top)),
      blocks: blocksOf(
        substance.filter(passage => passage.headings[0] === top),
        1,
        language,
      ),
    }))
    const before = substance.filter(passage => passage.headings.length === 0)
    if (before.length > 0) topics[0]!.blocks.unshift(...blocksOf(before, 0, language))
    return topics.map(topic => ({ ...topic, blocks: joinSmall(topic.blocks) }))
  })
}

/** A source without sections: its stretches by cohesion. Without any title, or one that says nothing, it is loose. */
function headless(substance: Passage[], title: string, order: number, language: string): Topic {
  const source = substance[0]!.source
  const units = unitsOf(substance, language)
  const loose = substance[0]!.headings.length === 0 || isNondescript(cleanTitle(title))
  const tiles = loose ? units.map(unit => [unit]) : tile(units)
  return {
    title: isNondescript(title) ? undefined : cleanTitle(title),
    order,
    loose,
    blocks: tiles.map(run => ({ title: undefined, source, units: run })),
  }
}

function blocksOf(passages: Passage[], depth: number, language: string): Block[] {
  const groups: Passage[][] = []
  for (const passage of passages) {
    const previous = groups.at(-1)
    if (previous && previous[0]!.headings[depth] === passage.headings[depth]) previous.push(passage)
    else groups.push([passage])
  }
  return joinSmall(
    groups.map(group => {
      const heading = group[0]!.headings[depth]
      return { title: heading && cleanTitle(heading), source: group[0]!.source, units: unitsOf(group, language) }
    }),
  )
}

/** A lead of a few lines without a heading opens the block after it instead of standing as a section of its own. */
function joinSmall(blocks: Block[]): Block[] {
  return blocks.reduceRight<Block[]>((joined, block) => {
    const next = joined[0]
    if (next && block.title === undefined && wordsIn(block.units) < smallBlock) {
      joined[0] = { ...next, units: [...block.units, ...next.units] }
    } else joined.unshift(block)
    return joined
  }, [])
}

/** The number of words of prose in some units. */
export function wordsIn(units: Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.words, 0)
}

/**
 * Parts units where their vocabulary changes: TextTiling (Hearst 1997) with units for blocks of text, windows of three,
 * and a boundary where the depth score passes its mean plus half a standard deviation. No tile is under 180 words.
 */
export function tile(units: Unit[]): Unit[][] {
  const vectors = vectorsOf(units.map(unit => unit.terms))
  const cohesion = units.slice(1).map((_, gap) => {
    const left = centroid(vectors.slice(Math.max(0, gap - 2), gap + 1))
    return cosine(left, centroid(vectors.slice(gap + 1, gap + 4)))
  })
  const depths = cohesion.map((value, gap) => peak(cohesion, gap, -1) + peak(cohesion, gap, 1) - 2 * value)
  const mean = depths.reduce((sum, depth) => sum + depth, 0) / Math.max(1, depths.length)
  const deviation = Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / Math.max(1, depths.length))
  const tiles: Unit[][] = [[]]
  units.forEach((unit, index) => {
    const current = tiles.at(-1)!
    const boundary = index > 0 && depths[index - 1]! > mean + deviation / 2 && !unit.orphan
    const rest = wordsIn(units.slice(index))
    if (boundary && wordsIn(current) >= tileWords && rest >= tileWords) tiles.push([unit])
    else current.push(unit)
  })
  return tiles
}

function peak(cohesion: number[], gap: number, step: -1 | 1): number {
  let best = cohesion[gap]!
  for (let next = gap + step; cohesion[next] !== undefined && cohesion[next]! >= best; next += step)
    best = cohesion[next]!
  return best
}

/** The vector of each list of units, comparable with one another. */
export function vectorsOfUnits(lists: Unit[][]): Vector[] {
  return vectorsOf(lists.map(units => units.flatMap(unit => unit.terms)))
}
