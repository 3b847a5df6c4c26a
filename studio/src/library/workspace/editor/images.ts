import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { type Answer, ask } from '@octavo/server/client'
import { api } from '../../../api/client.ts'
import { queryClient } from '../../../api/query-client.ts'
import { toastError } from '../../../components/toast.tsx'
import { imagesQuery } from './completion/book-words.ts'

type Added = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['files']['$put']>>>

const begin = StateEffect.define<{ id: symbol; at: number; name: string }>()
const end = StateEffect.define<symbol>()

/** Says where a picture will stand while it is on its way. */
class Uploading extends WidgetType {
  readonly id: symbol
  readonly name: string

  constructor(id: symbol, name: string) {
    super()
    this.id = id
    this.name = name
  }

  override eq(other: Uploading): boolean {
    return other.id === this.id
  }

  override toDOM(): HTMLElement {
    const shown = document.createElement('span')
    shown.className = 'cm-uploading'
    shown.textContent = `Uploading ${this.name}`
    return shown
  }
}

const uploads = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { changes, effects }) {
    let next = shown.map(changes)
    for (const effect of effects) {
      if (effect.is(begin)) {
        const { id, at, name } = effect.value
        next = next.update({ add: [Decoration.widget({ widget: new Uploading(id, name), side: 1 }).range(at)] })
      } else if (effect.is(end)) {
        next = next.update({ filter: (_from, _to, { spec }) => (spec.widget as Uploading).id !== effect.value })
      }
    }
    return next
  },
  provide: field => EditorView.decorations.from(field),
})

function placeOf(view: EditorView, id: symbol): number | undefined {
  const cursor = view.state.field(uploads).iter()
  for (; cursor.value; cursor.next()) if ((cursor.value.spec.widget as Uploading).id === id) return cursor.from
  return undefined
}

/** A name for a picture that no other of the book has: replacing one that is shown elsewhere is nobody's wish here. */
async function freeName(bookId: string, file: File): Promise<string> {
  const files = await queryClient.fetchQuery({ ...imagesQuery(bookId), staleTime: 0 })
  const taken = new Set(files.map(one => one.name))
  const [, given = '', extension = ''] = /^(.*?)(\.[a-z0-9]+)?$/i.exec(file.name) ?? []
  const told = extension || `.${file.type.split('/')[1]?.replace('jpeg', 'jpg').replace('svg+xml', 'svg') ?? 'png'}`
  const pasted = /^image$/i.test(given)
  const stem = pasted
    ? `pasted-${new Date().toLocaleDateString('sv')}`
    : given.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '')
  for (let number = 1; ; number++) {
    const name = `images/${stem || 'picture'}${number === 1 ? '' : `-${number}`}${told.toLowerCase()}`
    if (!taken.has(name)) return name
  }
}

async function upload(bookId: string, file: File): Promise<Added> {
  const name = await freeName(bookId, file)
  const added = await ask(
    api.v1.books[':id'].files.$put(
      { param: { id: bookId }, query: { name, kind: 'image' } },
      { init: { body: file, headers: { 'content-type': 'application/octet-stream' } } },
    ),
  )
  await queryClient.invalidateQueries({ queryKey: imagesQuery(bookId).queryKey })
  return added
}

const description = 'What the picture shows'

/** Uploads pictures to the book, one after the other, and puts a figure where each was dropped. */
export async function insertImages(
  view: EditorView,
  bookId: string,
  files: readonly File[],
  at = view.state.selection.main.head,
): Promise<void> {
  for (const file of files) {
    const id = Symbol(file.name)
    const place = view.state.doc.lineAt(Math.min(at, view.state.doc.length)).to
    view.dispatch({ effects: begin.of({ id, at: place, name: file.name }) })
    try {
      const { name } = await upload(bookId, file)
      const here = placeOf(view, id) ?? view.state.doc.length
      const line = view.state.doc.lineAt(here)
      const before = line.text.trim() === '' ? '' : '\n\n'
      const next = line.number < view.state.doc.lines ? view.state.doc.line(line.number + 1).text.trim() : ''
      const head = `${before}:::{figure} ${name}\n:alt: `
      const insert = `${head}${description}\n:::${next ? '\n' : ''}`
      const stayed = view.state.doc.lineAt(view.state.selection.main.head).number === line.number
      view.dispatch({
        changes: { from: here, insert },
        effects: end.of(id),
        ...(stayed && { selection: { anchor: here + head.length, head: here + head.length + description.length } }),
        userEvent: 'input.paste',
        scrollIntoView: stayed,
      })
    } catch (error) {
      view.dispatch({ effects: end.of(id) })
      toastError(error)
    }
  }
}

const picturesOf = (data: DataTransfer | null) => [...(data?.files ?? [])].filter(one => one.type.startsWith('image/'))

/** Pictures that are pasted or dropped go into the book. */
export const imageDrop = (bookId: string) => [
  uploads,
  EditorView.domEventHandlers({
    paste(event, view) {
      const pictures = picturesOf(event.clipboardData)
      if (pictures.length === 0 || view.state.readOnly) return false
      void insertImages(view, bookId, pictures)
      return true
    },
    drop(event, view) {
      const pictures = picturesOf(event.dataTransfer)
      if (pictures.length === 0 || view.state.readOnly) return false
      event.preventDefault()
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined
      void insertImages(view, bookId, pictures, at)
      return true
    },
  }),
]
