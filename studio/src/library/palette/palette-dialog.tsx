import { useNavigate, useParams } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { Keys } from '../../components/keys.tsx'
import { count } from '../../components/words.ts'
import type { Place } from './entries.ts'
import { Marked } from './marked.tsx'
import { useEntries } from './use-entries.ts'
import './palette.css'

/** Books, passages and commands under one field; Enter opens exactly that place. */
export default function PaletteDialog({ onClose }: { onClose: () => void }) {
  const { bookId } = useParams({ strict: false })
  const [words, setWords] = useState('')
  const { groups, note, searching } = useEntries(words, bookId)
  const navigate = useNavigate()
  const results = groups.reduce((sum, group) => sum + group.entries.length, 0)

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
            <Command label="Search or command" shouldFilter={false} loop>
              <div className="palette__q">
                <Icon name="search" />
                <Command.Input
                  value={words}
                  onValueChange={setWords}
                  placeholder="A title, words of a passage, or what to do"
                  dir="auto"
                />
                <Keys keys="Escape" />
              </div>
              <Command.List className="palette__list" label="What was found">
                {groups.map(({ name, entries }) => (
                  <Command.Group key={name} heading={<span className="palette__g">{name}</span>}>
                    {entries.map(entry => (
                      <Command.Item
                        key={entry.key}
                        value={entry.key}
                        className="palette__i"
                        onSelect={() => open(entry.act)}
                      >
                        <Icon name={entry.icon} />
                        <span className={entry.own ? 'serif palette__t' : 'palette__t'} dir="auto">
                          <Marked text={entry.text} marks={entry.marks} />
                        </span>
                        {entry.fact && (
                          <span className="menu__fact" dir="auto">
                            {entry.fact}
                          </span>
                        )}
                        {entry.keys && <Keys keys={entry.keys} />}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
                {results === 0 && !searching && (
                  <p className="palette__none">No title, passage or command has these words.</p>
                )}
              </Command.List>
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
            </Command>
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
