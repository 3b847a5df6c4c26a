import { useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { type Given, givenIn, isAddress } from './sources.ts'
import type { Adding } from './use-adding.ts'

/** A place to give sources: files, a link, or words. */
export function AddSource({ onAdd }: { onAdd: (given: readonly Given[]) => void }) {
  const [text, setText] = useState('')
  const files = useRef<HTMLInputElement>(null)
  const add = () => {
    if (text.trim() === '') return
    onAdd([givenIn(text)])
    setText('')
  }
  return (
    <div className="plan-add">
      <textarea
        className="plan-add__t"
        aria-label="Paste a link or text"
        placeholder="Drop files here, or paste a link or text"
        dir="auto"
        rows={1}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || !isAddress(text)) return
          event.preventDefault()
          add()
        }}
      />
      <div className="plan-add__a">
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label="Files to add as sources"
          onChange={event => {
            onAdd([...(event.currentTarget.files ?? [])].map(file => ({ file })))
            event.currentTarget.value = ''
          }}
        />
        <Button size="s" look="quiet" icon="plus" onClick={() => files.current?.click()}>
          Choose files
        </Button>
        {text.trim() !== '' && (
          <Button size="s" onClick={add}>
            {isAddress(text) ? 'Add the page' : 'Add the text'}
          </Button>
        )}
      </div>
    </div>
  )
}

/** A source on its way: how far it is, or why it was refused. */
export function AddingRow({
  adding: { name, sent, error, given },
  onRetry,
  onForget,
}: {
  adding: Adding
  onRetry: () => void
  onForget: () => void
}) {
  const doing =
    sent !== undefined ? `Sending: ${Math.round(sent * 100)} %` : 'url' in given ? 'Fetching and reading' : 'Reading'
  return (
    <li className="plan-src">
      <span className="plan-src__icon">
        <Icon name={error ? 'stop' : 'url' in given ? 'link' : 'file'} className={error ? 'text-stop' : ''} />
      </span>
      <span className="plan-src__t" dir="auto">
        {name}
      </span>
      <Button size="s" look="quiet" onClick={onForget}>
        {error ? 'Dismiss' : 'Stop'}
      </Button>
      <span className="plan-src__f" role={error ? 'alert' : 'status'}>
        {error ? (
          <span className="plan-src__e">
            {error}{' '}
            <button type="button" className="link" onClick={onRetry}>
              Try again
            </button>
          </span>
        ) : (
          doing
        )}
      </span>
    </li>
  )
}
