import { Keys } from '../../components/keys.tsx'
import { count, list } from '../../components/words.ts'
import { openPalette } from '../palette/open-palette.ts'
import type { OpenChapter } from './editor/open-chapter.ts'
import type { SaveState } from './editor/saving/saver.ts'
import { minutesToRead } from './editor/survey.ts'
import { useChapterState } from './editor/use-open-chapter.ts'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** How far the text has come, in words. */
export function savedWords(save: SaveState): { what: string; more: string } {
  switch (save.kind) {
    case 'saved':
      return { what: 'Saved', more: `${save.at ? `${clock.format(new Date(save.at))}, ` : ''}version ${save.version}` }
    case 'edited':
      return { what: 'Edited', more: `after version ${save.version}` }
    case 'saving':
      return { what: 'Saving', more: '' }
    case 'failed': {
      const why = `${save.title.charAt(0).toLocaleLowerCase('en')}${save.title.slice(1)}`
      return { what: 'Not saved', more: `: ${why}. ${save.kept ? 'Kept here.' : 'Keep this window open.'}` }
    }
    case 'conflict':
      return { what: 'Not saved', more: ': two people changed the same place. Kept here.' }
  }
}

/** The foot of the workspace: saved or not, where the cursor is, how much there is, who else is here. */
export function Folio({ open }: { open: OpenChapter }) {
  const save = useChapterState(open, state => state.save)
  const line = useChapterState(open, state => state.line)
  const column = useChapterState(open, state => state.column)
  const words = useChapterState(open, state => state.words)
  const others = useChapterState(open, state => state.others)
  const { what, more } = savedWords(save)
  const where = others.map(({ name, line: at }) => `${name ?? 'Somebody'} is ${at ? `in line ${at}` : 'here'}`)
  return (
    <footer className="folio">
      <span role="status" className={what === 'Not saved' ? 'folio__stop' : ''}>
        <b>{what}</b>
        {more.startsWith(':') ? more : ` ${more}`}
      </span>
      <span>
        Ln {line}, Col {column}
      </span>
      <span>
        {count(words, 'word')}, {minutesToRead(words)} min to read
      </span>
      <span className="folio__end">
        {where.length > 0 && <span>{list(where)}</span>}
        <span>MyST</span>
        <button type="button" className="folio__keys" onClick={openPalette}>
          Commands <Keys keys="mod+k" />
        </button>
      </span>
    </footer>
  )
}
