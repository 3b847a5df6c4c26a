import { autocompletion, closeCompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import { codeFolding, foldGutter, foldKeymap } from '@codemirror/language'
import { search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { completeMyst } from './completion/complete.ts'
import { bold, inlineCode, italic, link } from './format.ts'
import { imageDrop } from './images.ts'
import { look } from './look.ts'
import { marksShown } from './marks.ts'
import { myst } from './myst/language.ts'
import { othersShown } from './others.ts'
import { nextCell, previousCell } from './tables.ts'

export interface Setup {
  bookId: string
  /** What the text is called: "Source of The Second Lamp". */
  label: string
  /** Of the book, as a language tag: spelling is checked in it. */
  language: string
  mayEdit: boolean
  fontSize: number
  numbered: boolean
  save: () => void
}

/** Keys of the screen that would else mean something in the text. */
const ofTheScreen = new Set(['Mod-Enter', 'Mod-i', 'Shift-Mod-k'])
const textKeys = defaultKeymap.filter(({ key }) => !ofTheScreen.has(key ?? ''))

const mystKeys: readonly KeyBinding[] = [
  { key: 'Mod-b', run: bold, preventDefault: true },
  { key: 'Mod-i', run: italic, preventDefault: true },
  { key: 'Mod-e', run: inlineCode, preventDefault: true },
  { key: 'Mod-Shift-k', run: link, preventDefault: true },
  { key: 'Tab', run: nextCell, shift: previousCell },
  // Escape first lets Tab leave the text.
  { key: 'Tab', run: indentMore, shift: indentLess },
]

/** Everything the source of a chapter can do, but for whose keys it has. */
export function setup({ bookId, label, language, mayEdit, fontSize, numbered, save }: Setup): Extension {
  const saveNow = () => {
    save()
    return true
  }
  return [
    marksShown,
    numbered ? lineNumbers() : [],
    foldGutter({ openText: '⌄', closedText: '›' }),
    codeFolding(),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    dropCursor(),
    search({ top: true }),
    myst(),
    othersShown,
    imageDrop(bookId),
    autocompletion({ override: [completeMyst(bookId)], icons: false }),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      'aria-describedby': 'source-keys',
      'aria-readonly': String(!mayEdit),
      spellcheck: 'true',
      autocapitalize: 'sentences',
      lang: language,
    }),
    EditorState.readOnly.of(!mayEdit),
    EditorState.tabSize.of(2),
    look(fontSize),
    keymap.of([
      { key: 'Mod-s', run: saveNow, preventDefault: true },
      { key: 'Escape', run: closeCompletion },
      ...(mayEdit ? mystKeys : []),
      ...completionKeymap,
      ...searchKeymap.filter(({ key }) => key !== 'Mod-Shift-l'),
      ...historyKeymap,
      ...foldKeymap,
      ...textKeys,
    ]),
  ]
}
