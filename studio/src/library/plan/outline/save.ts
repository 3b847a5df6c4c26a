import { ask } from '@octavo/server/client'
import { api } from '../../../api/client.ts'
import { type Outline, toOutline } from '../../book.ts'
import type { Saving } from './edits.ts'
import { eachNode, type Item, type Node, placeOf } from './tree.ts'

/** The outline has other items than the ones that were changed: somebody was quicker. */
export class OutlineMoved extends Error {
  override name = 'OutlineMoved'
  constructor() {
    super('The outline was changed meanwhile. It is shown as it is now; make the change again.')
  }
}

/** Which key an item is shown under, and which id it has once it is saved. */
export class Identities {
  readonly #ids = new Map<string, string>()
  readonly #keys = new Map<string, string>()

  keyOf = (id: string): string => this.#keys.get(id) ?? this.#set(id, id)
  idOf = (key: string): string | undefined => this.#ids.get(key)

  #set(key: string, id: string): string {
    this.#ids.set(key, id)
    this.#keys.set(id, key)
    return key
  }

  /** Takes over what was made of an outline that was saved as `nodes`: the ids of what is new, and what is gone. */
  learn(nodes: readonly Node[], items: readonly Item[]): void {
    const known = new Set(this.#ids.values())
    const fresh = eachItem(items).filter(item => !known.has(item.id))
    for (const node of eachNode(nodes)) {
      if (this.#ids.has(node.key)) continue
      const made = fresh.findIndex(item => item.title === node.title)
      if (made >= 0) this.#set(node.key, fresh.splice(made, 1)[0]!.id)
    }
    const there = new Set(eachItem(items).map(item => item.id))
    for (const [key, id] of this.#ids) if (!there.has(id)) this.#ids.delete(key)
  }
}

const texts = ['kind', 'title', 'synopsis', 'objectives', 'sections', 'targetWords'] as const

/** What an item says, or of that what has changed. */
function textOf(node: Node, before?: Node) {
  const changed = texts.filter(name => !before || before[name] !== node[name])
  return Object.fromEntries(changed.map(name => [name, node[name]])) as Partial<Pick<Node, (typeof texts)[number]>>
}

interface Change {
  bookId: string
  before: readonly Node[]
  after: readonly Node[]
  saving: Saving
  identities: Identities
  overwriteApproved?: boolean
}

/** Saves one change of an outline, as narrowly as it can be said; gives the outline as it is then. */
export async function saveOutline(saved: Change): Promise<Outline> {
  const { saving, identities, after } = saved
  if (saving.do === 'whole') return saveWhole(saved)
  const id = identities.idOf(saving.key)
  if (saving.do === 'remove') {
    return toOutline(await ask(api.v1['outline-items'][':id'].$delete({ param: { id: id! } })))
  }
  const { parent, siblings, index } = placeOf(after, saving.key)!
  const node = siblings[index]!
  const place = { parentId: parent ? identities.idOf(parent.key)! : null, position: index }
  if (saving.do === 'add') {
    const json = { ...textOf(node), title: node.title, ...place }
    const { outline } = await ask(api.v1.books[':id'].outline.items.$post({ param: { id: saved.bookId }, json }))
    return toOutline(outline)
  }
  const before = [...eachNode(saved.before)].find(one => one.key === saving.key)
  const json = saving.do === 'move' ? place : textOf(node, before)
  return toOutline(await ask(api.v1['outline-items'][':id'].$patch({ param: { id: id! }, json })))
}

async function saveWhole({ bookId, before, after, identities, overwriteApproved = false }: Change): Promise<Outline> {
  const param = { id: bookId }
  // What is left out is deleted, so nothing may be there that was not seen.
  const now = toOutline(await ask(api.v1.books[':id'].outline.$get({ param })))
  const seen = new Set([...eachNode(before)].map(node => identities.idOf(node.key)))
  const there = eachItem(now.items)
  if (there.length !== seen.size || there.some(item => !seen.has(item.id))) throw new OutlineMoved()
  const known = new Map([...eachNode(before)].map(node => [node.key, node]))
  type Whole = { id?: string; title: string; children: Whole[] } & ReturnType<typeof textOf>
  const whole = (nodes: readonly Node[]): Whole[] =>
    nodes.map(node => {
      const id = identities.idOf(node.key)
      return {
        ...(id && { id }),
        ...textOf(node, id ? known.get(node.key) : undefined),
        title: node.title,
        children: whole(node.children),
      }
    })
  const items = whole(after)
  return toOutline(await ask(api.v1.books[':id'].outline.$put({ param, json: { items, overwriteApproved } })))
}

function eachItem(items: readonly Item[]): Item[] {
  return items.flatMap(item => [item, ...eachItem(item.children)])
}
