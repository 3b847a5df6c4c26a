import {
  change,
  eachNode,
  isWritten,
  type Node,
  placeOf,
  type Row,
  type Section,
  sectionKey,
  within,
  without,
} from './tree.ts'

/** How an edit is saved: by the one item it is about, or as a whole. */
export type Saving = { do: 'text' | 'move' | 'add' | 'remove'; key: string } | { do: 'whole' }

/** A change of the outline: what it is then, and where the focus goes. */
export interface Edit {
  nodes: Node[]
  saving: Saving
  focus: string
  /** What has happened, in words. */
  said: string
  /** Whether the new line waits for its title. */
  naming?: boolean
}

/** Why a change cannot be made. */
export interface Refusal {
  refused: string
}

let made = 0
const newKey = (): string => `new-${++made}`
const blank = (kind: Node['kind'], title: string): Node => ({
  key: newKey(),
  kind,
  title,
  synopsis: '',
  objectives: [],
  targetWords: null,
  status: 'pending',
  sections: [],
  chapter: null,
  children: [],
})
const blankSection: Section = { title: 'New section', synopsis: '', passages: [] }
const refuse = (refused: string): Refusal => ({ refused })
const quoted = (title: string): string => `“${title}”`
const titleOf = ({ node, section }: Row): string => (section === undefined ? node.title : node.sections[section]!.title)
const withSections = (nodes: readonly Node[], key: string, to: (sections: Section[]) => Section[]): Node[] =>
  change(nodes, key, node => ({ ...node, sections: to(node.sections) }))

/** Gives a line another title. */
export function rename(nodes: readonly Node[], row: Row, title: string): Edit {
  const next =
    row.section === undefined
      ? change(nodes, row.key, node => ({ ...node, title }))
      : withSections(nodes, row.node.key, sections =>
          sections.with(row.section!, { ...sections[row.section!]!, title }),
        )
  return { nodes: next, saving: { do: 'text', key: row.node.key }, focus: row.key, said: `Renamed to ${quoted(title)}` }
}

/** Changes what an item says. */
export function write(nodes: readonly Node[], key: string, words: Partial<Node>): Edit {
  return {
    nodes: change(nodes, key, node => ({ ...node, ...words })),
    saving: { do: 'text', key },
    focus: key,
    said: 'Saved',
  }
}

/** Adds a line behind another: a section behind a section, else an item of the same kind; at the end without one. */
export function add(
  nodes: readonly Node[],
  after: Row | undefined,
  kind: 'chapter' | 'part' | 'section',
): Edit | Refusal {
  if (kind === 'section') {
    if (!after || after.node.kind === 'part') return refuse('Choose a chapter: sections stand in chapters.')
    const index = after.section === undefined ? after.node.sections.length : after.section + 1
    const next = withSections(nodes, after.node.key, sections => sections.toSpliced(index, 0, blankSection))
    const saving = { do: 'text', key: after.node.key } as const
    return { nodes: next, saving, focus: sectionKey(after.node, index), said: 'Section added', naming: true }
  }
  const node = blank(kind, kind === 'part' ? 'New part' : 'New chapter')
  const said = kind === 'part' ? 'Part added' : 'Chapter added'
  const place = after && placeOf(nodes, after.node.key)
  // A chapter asked for on a part goes into it; a part never stands in a part.
  const [parent, index] =
    after?.node.kind === 'part' && kind === 'chapter'
      ? [after.node.key, after.node.children.length]
      : place?.parent && kind === 'part'
        ? [null, placeOf(nodes, place.parent.key)!.index + 1]
        : [place?.parent?.key ?? null, place ? place.index + 1 : nodes.length]
  return {
    nodes: within(nodes, parent, index, node),
    saving: { do: 'add', key: node.key },
    focus: node.key,
    said,
    naming: true,
  }
}

/** Deletes a line with what is below it; the focus goes to the line that stands there then. */
export function remove(nodes: readonly Node[], row: Row, rows: readonly Row[]): Edit | Refusal {
  const said = `${quoted(titleOf(row))} deleted`
  const at = rows.findIndex(one => one.key === row.key)
  if (row.section !== undefined) {
    const next = withSections(nodes, row.node.key, sections => sections.toSpliced(row.section!, 1))
    const last = row.node.sections.length - 2
    const focus = last < 0 ? row.node.key : sectionKey(row.node, Math.min(row.section, last))
    return { nodes: next, saving: { do: 'text', key: row.node.key }, focus, said }
  }
  if (isWritten(row.node)) {
    return refuse(`${quoted(row.node.title)} has text, so it stays. Delete its text in the editor first.`)
  }
  const gone = new Set([...eachNode([row.node])].map(node => node.key))
  const focus = [...rows.slice(at), ...rows.slice(0, at).reverse()].find(one => !gone.has(one.node.key))
  return { nodes: without(nodes, row.key), saving: { do: 'remove', key: row.key }, focus: focus?.key ?? '', said }
}

/** Moves an item below another or, with null, to the top. */
export function moveTo(nodes: readonly Node[], key: string, parent: string | null, index: number): Edit | Refusal {
  const place = placeOf(nodes, key)
  if (!place) return refuse('It is not in the outline any more.')
  const node = place.siblings[place.index]!
  if (parent !== null && [...eachNode([node])].some(one => one.key === parent)) {
    return refuse('An item cannot be moved below itself.')
  }
  if (parent !== null && node.kind === 'part') return refuse('A part stands at the top of the outline.')
  return {
    nodes: within(without(nodes, key), parent, index, node),
    saving: { do: 'move', key },
    focus: key,
    said: `${quoted(node.title)} moved`,
  }
}

/** Moves a section to a place in a chapter; its own counts without it. */
export function moveSectionTo(nodes: readonly Node[], row: Row, key: string, index: number): Edit | Refusal {
  const section = row.node.sections[row.section!]!
  const target = [...eachNode(nodes)].find(node => node.key === key)
  if (!target || target.kind === 'part') return refuse('Sections stand in chapters.')
  const taken = withSections(nodes, row.node.key, sections => sections.toSpliced(row.section!, 1))
  return {
    nodes: withSections(taken, key, sections => sections.toSpliced(index, 0, section)),
    saving: key === row.node.key ? { do: 'text', key } : { do: 'whole' },
    focus: sectionKey(target, index),
    said: `${quoted(section.title)} moved`,
  }
}

/** Carries a line one place up or down, into parts and out of them as it comes to them. */
export function carry(nodes: readonly Node[], row: Row, by: -1 | 1): Edit | Refusal {
  const edge = refuse(by < 0 ? 'It is the first already.' : 'It is the last already.')
  if (row.section !== undefined) {
    const next = row.section + by
    if (next >= 0 && next < row.node.sections.length) return moveSectionTo(nodes, row, row.node.key, next)
    const chapters = [...eachNode(nodes)].filter(node => node.kind !== 'part')
    const other = chapters[chapters.findIndex(node => node.key === row.node.key) + by]
    return other ? moveSectionTo(nodes, row, other.key, by < 0 ? other.sections.length : 0) : edge
  }
  const { parent, siblings, index } = placeOf(nodes, row.key)!
  const neighbour = siblings[index + by]
  if (neighbour?.kind === 'part' && row.node.kind !== 'part') {
    return moveTo(nodes, row.key, neighbour.key, by < 0 ? neighbour.children.length : 0)
  }
  if (neighbour) return moveTo(nodes, row.key, parent?.key ?? null, index + by)
  if (!parent) return edge
  const above = placeOf(nodes, parent.key)!
  return moveTo(nodes, row.key, above.parent?.key ?? null, above.index + (by < 0 ? 0 : 1))
}

/** One level down: into the part before it, or as a section of the chapter before it. */
export function nest(nodes: readonly Node[], row: Row): Edit | Refusal {
  if (row.section !== undefined) return refuse('Sections are the lowest level.')
  const { siblings, index } = placeOf(nodes, row.key)!
  const before = siblings[index - 1]
  if (!before) return refuse('There is nothing before it to put it into.')
  if (before.kind === 'part') return moveTo(nodes, row.key, before.key, before.children.length)
  if (row.node.kind === 'part') return refuse('A part stands at the top of the outline.')
  if (isWritten(row.node)) return refuse(`${quoted(row.node.title)} has text, so it stays a chapter.`)
  if (row.node.children.length > 0) return refuse('There are items below it. Move them out first.')
  const { title, synopsis, sections } = row.node
  const own: Section = { title: title.slice(0, 300), synopsis: synopsis.slice(0, 2_000), passages: [] }
  const next = withSections(without(nodes, row.key), before.key, there => [...there, own, ...sections])
  const focus = sectionKey(before, before.sections.length)
  return { nodes: next, saving: { do: 'whole' }, focus, said: `${quoted(title)} is a section now` }
}

/** One level up: a section becomes the chapter behind its own, an item leaves its part. */
export function unnest(nodes: readonly Node[], row: Row): Edit | Refusal {
  if (row.section === undefined) {
    const { parent } = placeOf(nodes, row.key)!
    if (!parent) return refuse('It is at the top already.')
    const above = placeOf(nodes, parent.key)!
    return moveTo(nodes, row.key, above.parent?.key ?? null, above.index + 1)
  }
  const { title, synopsis, passages } = row.node.sections[row.section]!
  // What the section stood on stays with the new chapter.
  const sections = passages.length > 0 ? [{ title, synopsis, passages }] : []
  const chapter: Node = { ...blank('chapter', title), synopsis, sections }
  const taken = withSections(nodes, row.node.key, all => all.toSpliced(row.section!, 1))
  const place = placeOf(taken, row.node.key)!
  return {
    nodes: within(taken, place.parent?.key ?? null, place.index + 1, chapter),
    saving: { do: 'whole' },
    focus: chapter.key,
    said: `${quoted(title)} is a chapter now`,
  }
}

/** Parts a chapter in two: before a section, or in the middle of its sections. */
export function split(nodes: readonly Node[], row: Row): Edit | Refusal {
  const { node } = row
  if (node.kind === 'part') return refuse('Choose a chapter or a section to split at.')
  if (row.section === 0) return refuse('Nothing stands before its first section.')
  const at = row.section ?? Math.ceil(node.sections.length / 2)
  const half = node.targetWords && Math.ceil(node.targetWords / 2)
  const rest: Node = {
    ...blank(node.kind, row.section === undefined ? 'New chapter' : node.sections[at]!.title),
    sections: node.sections.slice(at),
    targetWords: half && node.targetWords! - half > 0 ? node.targetWords! - half : half,
  }
  const kept = change(nodes, node.key, one => ({ ...one, sections: one.sections.slice(0, at), targetWords: half }))
  const place = placeOf(kept, node.key)!
  return {
    nodes: within(kept, place.parent?.key ?? null, place.index + 1, rest),
    saving: { do: 'whole' },
    focus: rest.key,
    said: `${quoted(node.title)} split in two`,
    naming: true,
  }
}

/** Makes one of a line and the next of its kind. */
export function join(nodes: readonly Node[], row: Row): Edit | Refusal {
  if (row.section !== undefined) {
    const next = row.node.sections[row.section + 1]
    if (!next) return refuse('No section follows it.')
    const joined = (sections: Section[]): Section[] => {
      const first = sections[row.section!]!
      const passages = [...new Set([...first.passages, ...next.passages])]
      return sections.toSpliced(row.section!, 2, { ...first, synopsis: together(first, next), passages })
    }
    const said = `${quoted(next.title)} joined`
    const saving = { do: 'text', key: row.node.key } as const
    return { nodes: withSections(nodes, row.node.key, joined), saving, focus: row.key, said }
  }
  const { siblings, index } = placeOf(nodes, row.key)!
  const next = siblings[index + 1]
  if (!next || (next.kind === 'part') !== (row.node.kind === 'part')) return refuse('Nothing of its kind follows it.')
  if ((next.chapter?.words ?? 0) > 0) return refuse(`${quoted(next.title)} has text, so it stays a chapter of its own.`)
  const words = row.node.targetWords || next.targetWords ? (row.node.targetWords ?? 0) + (next.targetWords ?? 0) : null
  const joined = change(without(nodes, next.key), row.key, node => ({
    ...node,
    synopsis: together(node, next),
    objectives: [...node.objectives, ...next.objectives].slice(0, 50),
    sections: [...node.sections, ...next.sections].slice(0, 100),
    targetWords: words,
    children: [...node.children, ...next.children],
  }))
  return { nodes: joined, saving: { do: 'whole' }, focus: row.key, said: `${quoted(next.title)} joined` }
}

const together = (first: { synopsis: string }, next: { synopsis: string }): string =>
  [first.synopsis, next.synopsis].filter(Boolean).join(' ').slice(0, 2_000)
