import type { Upload } from '../uploads/upload.ts'
import { FreeNames } from './free-names.ts'
import { replaceOutsideCode } from './outside-code.ts'
import type { StructureItem } from './structure.ts'

interface Note {
  label: string
  file: string | undefined
  block: number
}

const definition = /^\[\^([^\]\s]+)\]:/
const reference = /(?<!\\)\[\^([^\]\s]+)\](?!:)/g

/**
 * The footnotes of an upload once its chapters are apart. A note goes to the chapter that refers to it, wherever it was
 * written: in the same file, behind the last chapter. One that several refer to is in each, one nobody refers to stays.
 * Within a chapter names are unique: files of their own may all have a first note.
 */
export class ChapterNotes {
  /** By label, and by file and label. */
  readonly #byName = new Map<string, Note[]>()
  readonly #notes = new Map<number, Note>()
  readonly #upload: Upload
  readonly #owners: (StructureItem | undefined)[]
  /** The notes each item refers to, in order, under the names they have there. */
  readonly #names = new Map<StructureItem, Map<Note, string>>()
  readonly #free = new Map<StructureItem, FreeNames>()
  readonly #referred = new Map<Note, Set<StructureItem>>()

  constructor(upload: Upload, owners: (StructureItem | undefined)[]) {
    this.#upload = upload
    this.#owners = owners
    for (const [block, { text, file }] of upload.blocks.entries()) {
      const label = definition.exec(text)?.[1]
      if (label === undefined) continue
      const note = { label, file, block }
      this.#notes.set(block, note)
      for (const name of [label, nameIn(file, label)]) {
        const known = this.#byName.get(name) ?? []
        this.#byName.set(name, known)
        known.push(note)
      }
    }
    if (this.#notes.size === 0) return
    for (const [block, owner] of owners.entries()) if (owner && !this.#notes.has(block)) this.#collect(block, owner)
    for (const note of this.#notes.values()) {
      const owner = owners[note.block]
      if (owner && !this.#referred.has(note)) this.#collect(note.block, owner)
    }
  }

  /** Whether a block is a note that stands in another chapter now. */
  isElsewhere(block: number): boolean {
    const note = this.#notes.get(block)
    const owner = this.#owners[block]
    const referred = note && this.#referred.get(note)
    return referred !== undefined && owner !== undefined && !referred.has(owner)
  }

  /** The blocks of notes an item refers to that were written outside of it. */
  broughtTo(item: StructureItem): number[] {
    const names = this.#names.get(item) ?? new Map<Note, string>()
    return [...names.keys()].map(({ block }) => block).filter(block => this.#owners[block] !== item)
  }

  /** A text with the names its notes have in an item. `block` is where the text was written. */
  rename(text: string, block: number, item: StructureItem): string {
    const names = this.#names.get(item)
    if (!names || !text.includes('[^')) return text
    const renamed = replaceOutsideCode(text, reference, ([, label = '']) => {
      const note = this.#find(label, block)
      const name = note && names.get(note)
      return name === undefined ? undefined : `[^${name}]`
    })
    const own = this.#notes.get(block)
    const name = own && names.get(own)
    return name === undefined ? renamed : renamed.replace(definition, `[^${name}]:`)
  }

  #collect(block: number, owner: StructureItem): void {
    const { text } = this.#upload.blocks[block]!
    if (!text.includes('[^')) return
    replaceOutsideCode(text, reference, ([, label = '']) => {
      const note = this.#find(label, block)
      // A note that refers to itself, as a way back, is no reason to keep it.
      if (!note || note.block === block) return undefined
      const names = this.#names.get(owner) ?? new Map<Note, string>()
      this.#names.set(owner, names)
      if (names.has(note)) return undefined
      names.set(note, this.#namesIn(owner).take(note.label))
      this.#referred.set(note, (this.#referred.get(note) ?? new Set()).add(owner))
      // What a note refers to goes where it goes.
      this.#collect(note.block, owner)
      return undefined
    })
  }

  #namesIn(owner: StructureItem): FreeNames {
    const free = this.#free.get(owner) ?? new FreeNames()
    this.#free.set(owner, free)
    return free
  }

  /** The note a reference means: of the same file, there the next one behind it; else the only one of its name. */
  #find(label: string, block: number): Note | undefined {
    const near = this.#byName.get(nameIn(this.#upload.blocks[block]!.file, label)) ?? []
    const all = this.#byName.get(label) ?? []
    return near.find(note => note.block >= block) ?? near.at(-1) ?? (all.length === 1 ? all[0] : undefined)
  }
}

const nameIn = (file: string | undefined, label: string) => `${file ?? ''}\n${label}`
