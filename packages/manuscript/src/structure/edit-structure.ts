import { wordRanges } from '../statistics/word-ranges.ts'
import type { Upload } from '../uploads/upload.ts'
import { accountFor } from './account-for.ts'
import { leastCertain } from './arrange.ts'
import { EditedTree } from './edited-tree.ts'
import { firstWords, isSentence } from './prose-line.ts'
import { itemsOf, type Structure, type StructureItem } from './structure.ts'
import { StructureEditError, type StructureOperation } from './structure-operation.ts'

/**
 * The structure after what an author did to it, in order; the one given stays as it is. Items keep their ids; what was
 * changed says `manual`, with confidence 1. Whatever is done, every block stays in exactly one item: excluding moves text
 * to an item that says so.
 *
 * @throws StructureEditError naming the operation that cannot be done, and why; then none was.
 */
export function editStructure(
  structure: Structure,
  upload: Upload,
  operations: readonly StructureOperation[],
): Structure {
  const { lost, twice } = accountFor(upload, structure)
  const reachesOut = [...itemsOf(structure.items)].some(({ end }) => end > upload.blocks.length)
  if (lost.length > 0 || twice.length > 0 || reachesOut) {
    const message = 'This structure was made of another upload. Propose one of this upload, and edit that'
    throw new StructureEditError('not-of-this-upload', 0, message)
  }
  const editor = new Editor(structure, upload)
  for (const [index, operation] of operations.entries()) editor.apply(operation, index)
  const { items } = editor.tree
  const byMethod = Map.groupBy(
    [...itemsOf(items)].filter(({ kind }) => kind === 'chapter'),
    ({ method }) => method,
  )
  const [most] = [...byMethod].sort((a, b) => b[1].length - a[1].length)
  return { method: most?.[0] ?? structure.method, confidence: leastCertain(items), items }
}

class Editor {
  readonly tree: EditedTree
  readonly #upload: Upload

  constructor(structure: Structure, upload: Upload) {
    this.tree = new EditedTree(structuredClone(structure.items))
    this.#upload = upload
  }

  apply(operation: StructureOperation, index: number): void {
    this.tree.operation = index
    switch (operation.do) {
      case 'rename':
        this.#rename(operation)
        break
      case 'set-kind':
        this.#setKind(operation)
        break
      case 'merge':
        this.#merge(operation)
        break
      case 'split':
        this.#split(operation)
        break
      case 'move-boundary':
        this.#moveBoundary(operation)
        break
      case 'move':
        this.tree.move(operation.item, operation.part, operation.before)
        changed(this.tree.item(operation.item), 'The author put it here.')
        break
      case 'nest':
        this.tree.nest(operation.item)
        changed(this.tree.item(operation.item), 'The author put it into this part.')
        break
      case 'unnest':
        for (const item of this.tree.unnest(operation.item)) changed(item, 'The author took it out of its part.')
        break
      case 'add-part':
        this.#addPart(operation)
        break
      case 'remove-part':
        this.#removePart(operation)
        break
    }
    this.tree.placeEmpty()
  }

  #rename({ item: id, title, number }: StructureOperation & { do: 'rename' }): void {
    const item = this.tree.item(id)
    item.title = title
    if (number === null) delete item.number
    else if (number !== undefined) item.number = number
    changed(item, 'The author named it.')
  }

  #setKind({ item: id, kind, role }: StructureOperation & { do: 'set-kind' }): void {
    const item = this.tree.item(id)
    if (kind !== 'part' && item.children.length > 0) {
      const message = `“${item.title}” holds ${item.children.length} others. Remove the part first, or move them out of it`
      throw this.tree.error('holds-others', message)
    }
    if (kind !== 'part' && item.start === item.end) {
      throw this.tree.error('nothing-there', `“${item.title}” has no words of its own. Remove the part instead`)
    }
    item.kind = kind
    if (role) item.role = role
    else if (kind === 'chapter' || kind === 'part') delete item.role
    changed(item, kind === 'excluded' ? 'The author leaves it out of the book.' : 'The author said what it is.')
  }

  #merge({ item: id, with: side }: StructureOperation & { do: 'merge' }): void {
    const item = this.tree.item(id)
    const other = side === 'next' ? this.tree.startingAt(item.end, item) : this.tree.endingAt(item.start, item)
    if (!other || item.start === item.end) {
      const message = `Nothing stands ${side === 'next' ? 'after' : 'before'} “${item.title}” in the file that it could be merged with`
      throw this.tree.error('nothing-there', message)
    }
    const [first, second] = side === 'next' ? [item, other] : [other, item]
    if (second.children.length > 0) {
      const message = `“${second.title}” holds ${second.children.length} others. Remove the part first, or move them out of it`
      throw this.tree.error('holds-others', message)
    }
    this.tree.remove(second)
    this.#reach(first, first.start, second.end)
    changed(first, `The author merged it with “${second.title}”.`)
  }

  #split({ item: id, block, title }: StructureOperation & { do: 'split' }): void {
    const item = this.tree.item(id)
    if (block <= item.start || block >= item.end) {
      const message = `“${item.title}” can be split before block ${item.start + 1} to ${item.end - 1}, not ${block}`
      throw this.tree.error('outside', item.end - item.start < 2 ? `“${item.title}” has only one block` : message)
    }
    const plain = this.#upload.blocks[block]!.plain.replace(/\s+/g, ' ').trim()
    const isTitle = plain !== '' && plain.length <= 200 && !isSentence(plain)
    const printed = isTitle && (title === undefined || title === plain)
    const begun: StructureItem = {
      id: this.tree.newId(`b${block}`),
      kind: item.kind === 'part' ? 'chapter' : item.kind,
      title: (title ?? (isTitle ? plain : firstWords(plain))) || 'Untitled',
      method: 'manual',
      confidence: 1,
      reasons: [`The author split it from “${item.title}”.`],
      start: block,
      end: item.end,
      titleBlocks: printed ? [block] : [],
      words: 0,
      identity: '',
      children: [],
    }
    begun.identity = this.tree.newIdentity(`${begun.kind}::${begun.title}`)
    this.#reach(begun, block, item.end)
    this.#reach(item, item.start, block)
    this.tree.insertAfter(item, begun)
    changed(item, `The author split “${begun.title}” from it.`)
  }

  #moveBoundary({ item: id, block }: StructureOperation & { do: 'move-boundary' }): void {
    const item = this.tree.item(id)
    const before = this.tree.endingAt(item.start, item)
    if (!before) {
      throw this.tree.error(
        'nothing-there',
        `“${item.title}” stands first in the file: nothing before it could give or take text`,
      )
    }
    // A part may be left without words, a chapter not.
    const earliest = before.kind === 'part' ? before.start : before.start + 1
    if (block < earliest || block >= item.end) {
      throw this.tree.error(
        'outside',
        `“${item.title}” can begin at block ${earliest} to ${item.end - 1}, not ${block}`,
      )
    }
    this.#reach(before, before.start, block)
    this.#reach(item, block, item.end)
    changed(item, 'The author moved its beginning.')
    changed(before, 'The author moved its end.')
  }

  #addPart({ title, number, before: id }: StructureOperation & { do: 'add-part' }): void {
    const before = this.tree.item(id)
    const part: StructureItem = {
      id: this.tree.newId(`p${before.start}`),
      kind: 'part',
      title,
      ...(number && { number }),
      method: 'manual',
      confidence: 1,
      reasons: ['The author added it.'],
      start: before.start,
      end: before.start,
      titleBlocks: [],
      words: 0,
      identity: this.tree.newIdentity(`part:${number ?? ''}:${title}`),
      children: [],
    }
    this.tree.insertBefore(before, part)
  }

  #removePart({ item: id }: StructureOperation & { do: 'remove-part' }): void {
    const part = this.tree.item(id)
    if (part.kind !== 'part') {
      throw this.tree.error(
        'not-a-part',
        `“${part.title}” is no part. To leave it out of the book, set its kind to excluded`,
      )
    }
    this.tree.dissolve(part)
    if (part.start < part.end) part.kind = 'chapter'
    for (const child of part.children) changed(child, `The author removed the part “${part.title}” around it.`)
    changed(part, 'The author made a chapter of this part.')
    part.children = []
  }

  #reach(item: StructureItem, start: number, end: number): void {
    item.start = start
    item.end = end
    item.titleBlocks = item.titleBlocks.filter(block => block >= start && block < end)
    item.words = 0
    for (let block = start; block < end; block++) item.words += wordRanges(this.#upload.blocks[block]!.plain).length / 2
  }
}

function changed(item: StructureItem, reason: string): void {
  item.method = 'manual'
  item.confidence = 1
  item.reasons = [...item.reasons.filter(known => known !== reason), reason]
}
