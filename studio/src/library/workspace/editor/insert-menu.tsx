import { snippet } from '@codemirror/autocomplete'
import type { StateCommand } from '@codemirror/state'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../../../components/menu.tsx'
import { type Feature, featuresQuery } from '../../../quality/features.ts'
import { templateOf } from './completion/template.ts'
import { footnote, link } from './format.ts'
import { insertImages } from './images.ts'
import type { OpenChapter } from './open-chapter.ts'

/** What the menu offers, in its order; the rest of MyST is completed after ::: and {. */
const offered = [
  ...['captioned-figure', 'table', 'note', 'tip', 'warning', 'dropdown', 'code-block', 'dollar-math-block'],
  ...['attributed-quote', 'exercise'],
]

/** Puts what MyST can do at the cursor, to be filled in. */
export function InsertMenu({ open, bookId }: { open: OpenChapter; bookId: string }) {
  const { data: features = [] } = useQuery(featuresQuery)
  const files = useRef<HTMLInputElement>(null)
  const items = offered.flatMap(id => features.find(feature => feature.id === id) ?? [])
  // The menu gives the focus back to its button when it closes; what is inserted takes it after that.
  const later = (act: () => void) => () => setTimeout(act, 50)
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button look="quiet" size="s">
            Insert
            <Icon name="down" />
          </Button>
        }
      >
        <MenuItem icon="image" onSelect={later(() => files.current!.click())}>
          Picture…
        </MenuItem>
        {items.map(feature => (
          <MenuItem key={feature.id} onSelect={later(() => insertBlock(open, feature))}>
            {feature.name}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem icon="link" keys="mod+shift+k" onSelect={later(() => act(open, link))}>
          Link
        </MenuItem>
        <MenuItem icon="quote" onSelect={later(() => act(open, footnote))}>
          Footnote
        </MenuItem>
        <p className="menu__head">Everything else: type ::: or {'{'}</p>
      </Menu>
      <input
        ref={files}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label="Pictures to insert"
        onChange={event => {
          void insertImages(open.view, bookId, [...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}

function act({ view }: OpenChapter, command: StateCommand): void {
  command(view)
  view.focus()
}

/** On lines of its own, with an empty one around. */
function insertBlock({ view }: OpenChapter, feature: Feature): void {
  const { doc, selection } = view.state
  const line = doc.lineAt(selection.main.head)
  const empty = line.text.trim() === ''
  const previous = line.number > 1 ? doc.line(line.number - 1).text.trim() : ''
  const next = line.number < doc.lines ? doc.line(line.number + 1).text.trim() : ''
  const before = empty ? (previous ? '\n' : '') : '\n\n'
  const after = next ? '\n' : ''
  snippet(`${before}${templateOf(feature.example)}${after}`)(view, null, line.to, line.to)
  view.focus()
}
