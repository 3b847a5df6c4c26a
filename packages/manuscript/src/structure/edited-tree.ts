import { FreeNames } from './free-names.ts'
import { itemsOf, type StructureItem } from './structure.ts'
import { StructureEditError } from './structure-operation.ts'

/** The items of a structure while they are edited: finding them, and putting them elsewhere. */
export class EditedTree {
  readonly items: StructureItem[]
  /** The index of the operation that is being done, for errors. */
  operation = 0

  constructor(items: StructureItem[]) {
    this.items = items
  }

  error(reason: StructureEditError['reason'], message: string): StructureEditError {
    return new StructureEditError(reason, this.operation, message)
  }

  item(id: string): StructureItem {
    for (const item of itemsOf(this.items)) if (item.id === id) return item
    throw this.error(
      'unknown-item',
      `There is no item ${id}. It may have been merged with another: read the structure again`,
    )
  }

  /** The item with words that ends where another begins in the file. */
  endingAt(block: number, besides: StructureItem): StructureItem | undefined {
    return [...itemsOf(this.items)].find(item => item !== besides && item.end === block && item.start < item.end)
  }

  startingAt(block: number, besides: StructureItem): StructureItem | undefined {
    return [...itemsOf(this.items)].find(item => item !== besides && item.start === block && item.start < item.end)
  }

  newId(wanted: string): string {
    return new FreeNames([...itemsOf(this.items)].map(({ id }) => id)).take(wanted)
  }

  newIdentity(wanted: string): string {
    const taken = [...itemsOf(this.items)].map(({ identity }) => identity)
    return new FreeNames(taken, '~').take(wanted)
  }

  remove(item: StructureItem): void {
    const siblings = this.#siblings(item)
    siblings.splice(siblings.indexOf(item), 1)
  }

  insertBefore(item: StructureItem, added: StructureItem): void {
    const siblings = this.#siblings(item)
    siblings.splice(siblings.indexOf(item), 0, added)
  }

  /** Behind it in reading order: what comes after a part's own words is the first thing it holds. */
  insertAfter(item: StructureItem, added: StructureItem): void {
    if (item.kind === 'part') {
      item.children.unshift(added)
      return
    }
    const siblings = this.#siblings(item)
    siblings.splice(siblings.indexOf(item) + 1, 0, added)
  }

  move(id: string, partId: string | null, beforeId: string | undefined): void {
    const item = this.item(id)
    const part = partId === null ? undefined : this.#part(partId)
    if (part && [...itemsOf([item])].includes(part)) {
      throw this.error('within-itself', `“${item.title}” cannot be put into itself`)
    }
    const siblings = part?.children ?? this.items
    const before = beforeId === undefined ? undefined : this.item(beforeId)
    if (before && (!siblings.includes(before) || before === item)) {
      const where = part ? `in “${part.title}”` : 'outside of all parts'
      throw this.error(
        'nothing-there',
        `“${before.title}” does not stand ${where}, so nothing can be put before it there`,
      )
    }
    this.remove(item)
    siblings.splice(before ? siblings.indexOf(before) : siblings.length, 0, item)
  }

  nest(id: string): void {
    const item = this.item(id)
    const siblings = this.#siblings(item)
    const part = siblings[siblings.indexOf(item) - 1]
    if (part?.kind !== 'part') {
      const message = `No part stands right before “${item.title}”. Add one before it, or move it into one by its id`
      throw this.error('nothing-there', message)
    }
    this.remove(item)
    part.children.push(item)
  }

  /** The items that were taken out. */
  unnest(id: string): StructureItem[] {
    const item = this.item(id)
    const part = this.#parent(item)
    if (!part) throw this.error('nothing-there', `“${item.title}” is in no part`)
    const out = part.children.splice(part.children.indexOf(item))
    const siblings = this.#siblings(part)
    siblings.splice(siblings.indexOf(part) + 1, 0, ...out)
    return out
  }

  /** Puts what a part holds behind it; a part without words goes away. */
  dissolve(part: StructureItem): void {
    const siblings = this.#siblings(part)
    const own = part.start < part.end ? [part] : []
    siblings.splice(siblings.indexOf(part), 1, ...own, ...part.children)
  }

  /** Lets parts without words begin where what they hold begins, else where what stands before them ends. */
  placeEmpty(): void {
    let end = 0
    for (const item of itemsOf(this.items)) {
      if (item.start === item.end) {
        const [first] = [...itemsOf(item.children)].filter(child => child.start < child.end)
        item.start = item.end = first?.start ?? end
      }
      end = item.end
    }
  }

  #part(id: string): StructureItem {
    const part = this.item(id)
    if (part.kind !== 'part') throw this.error('not-a-part', `“${part.title}” is no part. Set its kind to part first`)
    return part
  }

  #parent(item: StructureItem): StructureItem | undefined {
    return [...itemsOf(this.items)].find(({ children }) => children.includes(item))
  }

  #siblings(item: StructureItem): StructureItem[] {
    return this.#parent(item)?.children ?? this.items
  }
}
