import { useNavigate, useParams } from '@tanstack/react-router'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useId, useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { Keys } from '../../components/keys.tsx'
import { count } from '../../components/words.ts'
import type { Entry, Place } from './entries.ts'
import { Results } from './results.tsx'
import { useEntries } from './use-entries.ts'
import './palette.css'

/** Books, passages and commands under one field; Enter opens exactly that place. */
export default function PaletteDialog({ onClose }: { onClose: () => void }) {
  const { bookId } = useParams({ strict: false })
  const [words, setWords] = useState('')
  const { groups, note, searching } = useEntries(words, bookId)
  const navigate = useNavigate()
  const entries = groups.flatMap(group => group.entries)
  const results = entries.length
  // What one moved to stays chosen while results come and go; when it is gone, the first one is.
  const [wanted, setWanted] = useState<string>()
  const chosen = entries.find(({ key }) => key === wanted) ?? entries[0]
  const listId = useId()
  const idOf = ({ key }: Entry) => `${listId} ${key}`.replaceAll(' ', '-')

  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move && chosen) {
      event.preventDefault()
      setWanted(entries.at((entries.indexOf(chosen) + move) % results)!.key)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && chosen) {
      event.preventDefault()
      open(chosen.act)
    }
  }

  const open = (act: Place | (() => void)) => {
    onClose()
    // After the palette has given the focus back: what opens next takes it from there.
    if (typeof act === 'function') setTimeout(act)
    else void goTo(act)
  }
  const goTo = (place: Place) => {
    const params = { bookId: place.bookId }
    if ('chapterId' in place) {
      return navigate({
        to: '/books/$bookId/edit/$chapterId',
        params: { ...params, chapterId: place.chapterId },
        search: place.line ? { line: place.line } : {},
      })
    }
    return navigate({ to: place.kind === 'book' ? '/books/$bookId/edit' : '/books/$bookId/plan', params })
  }

  return (
    <Dialog.Root open onOpenChange={shown => !shown && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil veil--top">
          <Dialog.Content className="palette" aria-describedby={undefined}>
            <Dialog.Title className="vh">Search or command</Dialog.Title>
            <div className="palette__q">
              <Icon name="search" />
              <input
                role="combobox"
                aria-label="Search or command"
                aria-expanded={results > 0}
                aria-controls={listId}
                aria-autocomplete="list"
                aria-activedescendant={chosen && idOf(chosen)}
                autoComplete="off"
                spellCheck={false}
                placeholder="A title, words of a passage, or what to do"
                dir="auto"
                value={words}
                onChange={event => {
                  setWords(event.target.value)
                  setWanted(undefined)
                }}
                onKeyDown={onKeyDown}
              />
              <Keys keys="Escape" />
            </div>
            <Results groups={groups} chosen={chosen} id={listId} idOf={idOf} onChoose={setWanted} onOpen={open} />
            {results === 0 && !searching && (
              <p className="palette__none">No title, passage or command has these words.</p>
            )}
            {note && <p className="palette__none">{note}</p>}
            <div className="palette__f">
              <span>
                <Keys keys="ArrowUp" />
                <Keys keys="ArrowDown" /> move
              </span>
              <span>
                <Keys keys="Enter" /> open
              </span>
              <span className="palette__n" role="status">
                {searching ? 'Searching' : count(results, 'result')}
              </span>
            </div>
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
