import { type EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import type { Other } from './presence.ts'

const setOthers = StateEffect.define<readonly Other[]>()

/** A caret of somebody else, with the name, at the end of the line it is in. */
class Caret extends WidgetType {
  readonly name: string

  constructor(name: string) {
    super()
    this.name = name
  }

  override eq(other: Caret): boolean {
    return other.name === this.name
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'cm-other'
    caret.dataset.name = this.name
    caret.setAttribute('aria-hidden', 'true')
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}

const carets = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { changes, effects, state }) {
    const next = effects.findLast(effect => effect.is(setOthers))
    return next ? place(state, next.value as readonly Other[]) : shown.map(changes)
  },
  provide: field => EditorView.decorations.from(field),
})

function place(state: EditorState, others: readonly Other[]): DecorationSet {
  const placed = others
    .filter(other => other.line !== null)
    .map(other => {
      const { to } = state.doc.line(Math.min(other.line!, state.doc.lines))
      return Decoration.widget({ widget: new Caret(other.name ?? 'Somebody'), side: 1 }).range(to)
    })
  return Decoration.set(placed, true)
}

/** Shows where others are. */
export const othersShown = [carets]

/** What tells the editor where others are now. */
export const othersAre = (others: readonly Other[]) => setOthers.of(others)
