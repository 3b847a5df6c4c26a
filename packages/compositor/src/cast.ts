import type { CodexEntry, CodexKind, Passage } from '@octavo/manuscript'
import { honorifics, type Mention, mentionsIn } from './names.ts'
import { compareText } from './words.ts'

const leastMentions = 3
const mostEvidence = 12
const honorific = new RegExp(String.raw`^(?:${honorifics})\.?\s+`, 'u')

interface Figure {
  name: string
  kind: CodexKind
  mentions: Mention[]
  aliases: Set<string>
  description: string | undefined
}

/** What the author's own list of characters or places says of one of them. */
export interface Listed {
  name: string
  kind: CodexKind
  description: string
  aliases: string[]
}

/**
 * The persons, places and named things of a narrative, the most mentioned first, each with its other names. A name
 * counts from three mentions, or one with a title or in the author's own list. A bare surname goes to a full name when
 * only one bears it, or to the one the list or most titles point to; otherwise it stands alone.
 */
export function castOf(passages: Passage[], listed: Listed[], language: string): CodexEntry[] {
  const mentions = mentionsIn(passages, language)
  const figures = withListed(merge(kept(mentions)), listed, mentions)
  return figures
    .filter(figure => figure.mentions.length > 0 || figure.description !== undefined)
    .sort((a, b) => b.mentions.length - a.mentions.length || compareText(a.name, b.name))
    .map(figure => {
      const title =
        figure.kind === 'person'
          ? undefined
          : figure.mentions.filter(mention => mention.article).length * 2 > figure.mentions.length
      return {
        kind: figure.kind,
        name: title && !/^the /i.test(figure.name) ? `the ${figure.name}` : figure.name,
        aliases: [...figure.aliases]
          .filter(alias => alias !== figure.name)
          .sort(compareText)
          .slice(0, 40),
        description: (figure.description ?? describe(figure)).slice(0, 4000),
        evidence: [...new Set(figure.mentions.map(mention => mention.passage.id))].slice(0, mostEvidence),
      }
    })
}

/** Groups mentions by name and keeps the names that are names. */
function kept(mentions: Mention[]): Map<string, Mention[]> {
  const byName = Map.groupBy(mentions, mention => mention.name)
  return new Map(
    [...byName].filter(([, all]) => {
      const inside = all.filter(mention => !mention.initial).length
      const titled = all.some(mention => mention.honorific !== undefined)
      return inside > 0 && (all.length >= leastMentions || (titled && all.length >= 2)) && inside * 4 >= all.length
    }),
  )
}

const institution =
  /\b(?:Board|Trust|Company|Bank|Ministry|Council|Committee|Society|Service|Department|Club|Navy|Army|Police|Association|Union|Institute|Press|Times|Telegraph)$/
const leastEvidence = 1

/** What kind of figure a name is, by the words around it; undefined when they do not tell. */
function kindOf(name: string, mentions: Mention[]): CodexKind | undefined {
  const sum = (evidence: (mention: Mention) => number) =>
    mentions.reduce((total, mention) => total + evidence(mention), 0)
  if (sum(mention => (mention.italic ? 1 : 0)) * 2 > mentions.length) return 'thing'
  const [person, place] = [sum(mention => mention.person), sum(mention => mention.place)]
  const articles = sum(mention => (mention.article ? 1 : 0))
  if (institution.test(name) || (/ of /.test(name) && place < mentions.length * 2)) return 'thing'
  if (person >= Math.max(leastEvidence, place) && articles * 2 <= mentions.length) return 'person'
  if (mentions[0]!.common && articles * 2 <= mentions.length) return undefined
  if (place * 4 >= mentions.length && place > leastEvidence) return 'place'
  return articles * 2 > mentions.length ? 'thing' : undefined
}

/** Joins names of one figure: "Sherlock Holmes", "Mr. Holmes", "Holmes". */
function merge(names: Map<string, Mention[]>): Figure[] {
  const figures: Figure[] = []
  const add = (name: string, kind: CodexKind, mentions: Mention[]) =>
    figures.push({ name, kind, mentions: [...mentions], aliases: aliasesFrom(mentions), description: undefined })
  const persons = new Set(
    [...names].filter(([name, all]) => kindOf(name, all) === 'person').flatMap(([name]) => name.split(' ')),
  )
  const full = [...names].filter(([name]) => name.includes(' ') && !/\b(?:of|de)\b/.test(name))
  for (const [name, mentions] of full) {
    const [first, last] = [name.split(' ')[0]!, name.split(' ').at(-1)!]
    const kind = kindOf(name, mentions)
    // Who shares a surname with a person is one, unless the words around say more clearly that it is a place.
    const family = persons.has(first) && persons.has(last)
    if (kind || family) add(name, family && kind !== 'person' ? 'person' : kind!, mentions)
  }
  for (const [name, mentions] of names) {
    if (name.includes(' ') && figures.some(figure => figure.name === name)) continue
    const kind = kindOf(name, mentions)
    const bearers = figures.filter(
      figure => figure.name !== name && figure.name.split(' ').includes(name) && figure.kind === 'person',
    )
    const owner = kind === 'place' ? undefined : bearers.length === 1 ? bearers[0] : ownerOf(name, bearers)
    // A surname that several bear, or its plural, names a family and no figure.
    if (
      !owner &&
      (bearers.length > 1 || (kind !== 'person' && persons.has(name.replace(/s$/, '')) && name.endsWith('s')))
    )
      continue
    const women = mentions.filter(mention => feminine.test(mention.honorific ?? ''))
    const two = women.length > 1 && mentions.some(mention => masculine.test(mention.honorific ?? ''))
    const rest = two ? mentions.filter(mention => !women.includes(mention)) : mentions
    if (two)
      for (const [honorific, own] of Map.groupBy(women, mention => mention.honorific!))
        if (own.length > 1) add(titled(honorific, name), 'person', own)
    if (owner) {
      owner.mentions.push(...rest)
      owner.aliases.add(name)
      for (const alias of aliasesFrom(rest)) owner.aliases.add(alias)
    } else if (kind) add(name, kind, rest)
  }
  return figures
}

const feminine =
  /^(?:Mrs|Ms|Miss|Lady|Madame|Mme|Mlle|Frau|Señora|Doña|Queen|Princess|Countess|Baroness|Duchess|Aunt|Widow)$/
const masculine = /^(?:Mr|Sir|Lord|Monsieur|Herr|Señor|Don|King|Prince|Count|Baron|Duke|Uncle)$/

function titled(honorific: string, name: string): string {
  return `${honorific}${/^(?:Mr|Mrs|Ms|Dr|Capt|Prof|Rev)$/.test(honorific) ? '.' : ''} ${name}`
}

/** Of several who share a name, the one whose first name it is, or who is named far more often than the rest. */
function ownerOf(name: string, bearers: Figure[]): Figure | undefined {
  const first = bearers.filter(figure => figure.name.startsWith(`${name} `))
  if (first.length === 1) return first[0]
  const [most, next] = [...bearers].sort((a, b) => b.mentions.length - a.mentions.length)
  return most && next && most.mentions.length >= 4 * next.mentions.length ? most : undefined
}

function aliasesFrom(mentions: Mention[]): Set<string> {
  return new Set(mentions.filter(mention => mention.honorific).map(mention => titled(mention.honorific!, mention.name)))
}

/** Lets the author's own list name, kind and describe figures, and adds those it names that were not found. */
function withListed(figures: Figure[], listed: Listed[], mentions: Mention[]): Figure[] {
  let result = figures
  for (const entry of listed) {
    const bare = entry.name.replace(honorific, '').replace(/^the\s+/i, '')
    const names = new Set([
      entry.name,
      bare,
      ...entry.aliases,
      ...entry.aliases.map(alias => alias.replace(/^the\s+/i, '')),
    ])
    const epithet = entry.aliases
      .map(alias => /^(?:Old|Young|Little|Big)\s+(\p{Lu}\p{L}+)$/u.exec(alias)?.[1])
      .find(Boolean)
    const alone = bare
      .split(' ')
      .filter(part => listed.every(other => other === entry || !other.name.split(' ').includes(part)))
    for (const name of [...(entry.kind === 'person' ? alone : []), ...(epithet ? [epithet] : [])]) names.add(name)
    if (/\b(?:daughter|wife|sister|mother|widow|landlady|she)\b/i.test(entry.description))
      for (const title of ['Miss', 'Mrs.']) names.add(`${title} ${bare.split(' ').at(-1)}`)
    const own = result.filter(
      figure => names.has(figure.name) || [...figure.aliases].some(alias => names.has(alias) && alias.includes(' ')),
    )
    const found = own.flatMap(figure => figure.mentions)
    const all = found.length > 0 ? found : mentions.filter(mention => names.has(mention.name))
    if (all.length === 0) continue
    const aliases = new Set([...entry.aliases, ...own.flatMap(figure => [figure.name, ...figure.aliases])])
    aliases.delete(entry.name)
    aliases.delete(bare)
    result = [
      ...result.filter(figure => !own.includes(figure)),
      {
        name: entry.kind === 'person' ? bare : entry.name.replace(/^The\s/, ''),
        kind: entry.kind,
        mentions: all,
        aliases,
        description: entry.description,
      },
    ]
  }
  return result
}

/** The author's sentence that tells most about a figure: one that says what it is, or else the first outside of speech. */
function describe(figure: Figure): string {
  // Someone spoken to is not spoken of.
  const mentions = figure.mentions.filter(
    mention =>
      mention.sentence.length <= 300 && !/, $/.test(mention.sentence.slice(0, mention.sentence.indexOf(mention.name))),
  )
  const told = mentions.filter(mention => !/["“”«»„]/.test(mention.passage.text)).map(mention => mention.sentence)
  const last = figure.name
    .split(' ')
    .at(-1)!
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const telling = new RegExp(
    String.raw`${last}(?:\s+(?:was|is)\s+(?:an?|the|my|his|her)\b|,\s+(?:an?|the|my|his|her|who)\b|\s+the\s+\p{Ll})`,
    'u',
  )
  const all = mentions.map(mention => mention.sentence)
  const unquoted = all.filter(sentence => !/["“”«»„]/.test(sentence))
  return (
    told.find(each => telling.test(each)) ??
    unquoted.find(each => telling.test(each)) ??
    told[0] ??
    unquoted[0] ??
    figure.mentions[0]!.sentence
  )
}
