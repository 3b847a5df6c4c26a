import { foldAll, unfoldAll } from '@codemirror/language'
import { openSearchPanel } from '@codemirror/search'
import { IconButton } from '../../../components/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../../components/menu.tsx'
import type { KeySet } from './key-sets.ts'
import type { OpenChapter } from './open-chapter.ts'
import { useChapterState } from './use-open-chapter.ts'

const keySets: readonly { value: KeySet; label: string }[] = [
  { value: 'plain', label: 'Plain' },
  { value: 'vim', label: 'Vim' },
  { value: 'emacs', label: 'Emacs' },
]

/** What is seldom needed beside the source: find, fold, save, whose keys. */
export function EditorMenu({ open }: { open: OpenChapter }) {
  const keys = useChapterState(open, state => state.keys)
  return (
    <Menu trigger={<IconButton icon="more" label="More for the source" look="quiet" size="s" />}>
      {open.mayEdit && (
        <MenuItem icon="check" keys="mod+s" onSelect={() => open.save()}>
          Save a version
        </MenuItem>
      )}
      <MenuItem icon="search" keys="mod+f" onSelect={() => setTimeout(() => openSearchPanel(open.view))}>
        Find and replace
      </MenuItem>
      <MenuItem icon="tree" onSelect={() => foldAll(open.view)}>
        Fold all
      </MenuItem>
      <MenuItem icon="rows" onSelect={() => unfoldAll(open.view)}>
        Unfold all
      </MenuItem>
      <MenuLine />
      <MenuChoice label="Keys" options={keySets} value={keys} onValue={chosen => open.chooseKeys(chosen)} />
    </Menu>
  )
}
