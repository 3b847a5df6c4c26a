import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { type Command, useCommands } from '../../app/commands.tsx'
import { ReadingPage } from '../../app/page.tsx'
import { Button } from '../../components/button.tsx'
import { SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Banner } from '../../components/states.tsx'
import { useMe, useOrganization } from '../../identity/me.ts'
import type { Book } from '../book.ts'
import { bookKinds, languagesWith } from '../kinds.ts'
import { DropFiles } from '../plan/drop-files.tsx'
import { keepGiven } from '../plan/sources/given.ts'
import { templatesQuery } from '../templates/templates.ts'
import { GivenFiles } from './given-files.tsx'
import { Importing } from './importing.tsx'
import './new-book.css'
import { useImporting } from './use-importing.ts'

/** Characters from which a pasted brief is rather a manuscript. */
const manuscript = 8_000

/** A book is begun: its title and what it is to be. Everything else can be said in its plan. */
export function NewBookScreen() {
  const me = useMe()
  const organizationId = useOrganization().id
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState('')
  const [notes, setNotes] = useState('')
  const [kind, setKind] = useState<Book['kind']>('technical')
  const [audience, setAudience] = useState('')
  const [language, setLanguage] = useState(me.settings.language || 'en')
  const [words, setWords] = useState('')
  const [templateId, setTemplateId] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [missing, setMissing] = useState<string>()
  const importing = useImporting()
  const { data: templates = [] } = useQuery(templatesQuery)
  const heading = useRef<HTMLInputElement>(null)

  const make = useMutation({
    async mutationFn(): Promise<Book> {
      const targetWords = Number(words.replaceAll(/[\s,.’']/g, ''))
      const json = {
        title: title.trim(),
        notes,
        language,
        kind,
        organizationId,
        ...(audience.trim() && { audience: audience.trim() }),
        ...(targetWords > 0 && { targetWords }),
      }
      if (!templateId) return ask(api.v1.books.$post({ json }))
      return ask(api.v1.templates[':id'].books.$post({ param: { id: templateId }, json }))
    },
    async onSuccess(book) {
      keepGiven(
        book.id,
        files.map(file => ({ file })),
      )
      await queryClient.invalidateQueries({ queryKey: ['books'] })
      await navigate({ to: '/books/$bookId/plan', params: { bookId: book.id } })
    },
  })
  const fields = make.error ? explain(make.error).fields : {}
  const begin = () => {
    if (make.isPending || importing.isPending) return
    if (title.trim() === '') {
      setMissing('Give it a title. It can be changed at any time.')
      heading.current?.focus()
    } else if (words.trim() && !/^[1-9][\d\s,.’']*$/.test(words.trim())) setMissing(undefined)
    else make.mutate()
  }
  const wrongWords =
    words.trim() && !/^[1-9][\d\s,.’']*$/.test(words.trim()) ? 'Give a whole number, or nothing.' : undefined
  const acts = useRef(begin)
  acts.current = begin
  const [commands] = useState<readonly Command[]>(() => [
    { name: 'Begin the book', keys: 'mod+Enter', icon: 'plus', run: () => acts.current() },
  ])
  useCommands(commands)

  const onTemplate = (id: string) => {
    setTemplateId(id)
    const template = templates.find(one => one.id === id)
    if (template) setKind(template.category)
  }
  return (
    <ReadingPage title="New book">
      <DropFiles onFiles={dropped => setFiles([...files, ...dropped])}>
        <form
          className="new-book"
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            begin()
          }}
        >
          <TextField
            ref={heading}
            label="Title"
            className="new-book__title"
            autoFocus
            dir="auto"
            maxLength={500}
            error={missing ?? fields.title}
            value={title}
            onChange={event => {
              setTitle(event.currentTarget.value)
              setMissing(undefined)
            }}
          />
          <TextArea
            label="What it is to be"
            fact="optional"
            rows={4}
            dir="auto"
            placeholder="What it says, for whom, and what matters to you. Every chapter is written with this in mind."
            error={fields.notes}
            value={notes}
            onChange={event => setNotes(event.currentTarget.value)}
          />
          {notes.length > manuscript && (
            <Banner
              look="hint"
              icon="file"
              action={
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    const name = `${title.trim() || 'Pasted manuscript'}.md`
                    importing.mutate({ file: new File([notes], name, { type: 'text/markdown' }) })
                  }}
                >
                  Import it
                </button>
              }
            >
              This is long for a brief. If it is the book itself, import it: its chapters are proposed.
            </Banner>
          )}
          <div className="new-book__pair">
            <SelectField label="Kind" options={bookKinds} value={kind} onValue={setKind} />
            <TextField
              label="Reader"
              fact="optional"
              dir="auto"
              placeholder="Who reads it"
              value={audience}
              onChange={event => setAudience(event.currentTarget.value)}
            />
            <SelectField label="Language" options={languagesWith(language)} value={language} onValue={setLanguage} />
            <TextField
              label="Words"
              fact="optional"
              inputMode="numeric"
              placeholder="As many as it needs"
              error={wrongWords ?? fields.targetWords}
              value={words}
              onChange={event => setWords(event.currentTarget.value)}
            />
            {templates.length > 0 && (
              <SelectField
                label="From a template"
                options={[
                  { value: '', label: 'None' },
                  ...templates.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={templateId}
                onValue={onTemplate}
              />
            )}
          </div>
          <GivenFiles
            files={files}
            onFiles={setFiles}
            onImport={file => importing.mutate({ file })}
            busy={importing.isPending}
          />
          <Importing importing={importing} />
          {make.error && Object.keys(fields).length === 0 && (
            <Banner look="stop">
              {explain(make.error).title}. {explain(make.error).detail}
            </Banner>
          )}
          <div className="new-book__go">
            <Button
              type="submit"
              look="primary"
              size="l"
              keys="mod+Enter"
              busy={make.isPending ? 'Beginning' : undefined}
            >
              Begin the book
            </Button>
            <span className="soft">
              or{' '}
              <Link className="link" to="/import">
                import a manuscript
              </Link>
            </span>
          </div>
        </form>
      </DropFiles>
    </ReadingPage>
  )
}
