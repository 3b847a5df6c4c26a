import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { Confirm } from '../../../../components/dialog.tsx'
import { toast, toastError } from '../../../../components/toast.tsx'
import type { Book } from '../../../book.ts'
import type { PanelProps } from '../inspector.tsx'
import { AuthorsField } from './authors-field.tsx'
import { Collaborators } from './collaborators.tsx'
import { Duplicates } from './duplicates.tsx'
import { FeaturesField } from './features-field.tsx'
import { QualitySettings } from './quality-settings.tsx'
import { SearchSettings } from './search-settings.tsx'
import { SettingField } from './setting-field.tsx'
import { StyleWords } from './style-words.tsx'
import { VisibilityField } from './visibility-field.tsx'

/** What holds for the whole book: its title page, how it is written and judged, who works on it. Each field keeps itself. */
export function BookPanel({ book, chapter, editor, rights }: PanelProps) {
  const readOnly = !rights.edit
  return (
    <div className="pane__body" tabIndex={-1}>
      <Part name="Title page">
        <SettingField book={book} name="title" label="Title" required maxLength={500} readOnly={readOnly} />
        <SettingField
          book={book}
          name="subtitle"
          label="Subtitle"
          fact="optional"
          maxLength={500}
          readOnly={readOnly}
        />
        <AuthorsField book={book} readOnly={readOnly} />
        <SettingField
          book={book}
          name="language"
          label="Language"
          required
          help="A tag such as en, de-AT or ar. Hyphenation, statistics and search go by it."
          readOnly={readOnly}
        />
      </Part>
      <Part name="Imprint">
        <SettingField
          book={book}
          name="publisher"
          label="Publisher"
          fact="optional"
          maxLength={200}
          readOnly={readOnly}
        />
        <SettingField
          book={book}
          name="rights"
          label="Rights"
          fact="optional"
          help="A licence such as CC-BY-4.0, or a copyright line."
          maxLength={1000}
          readOnly={readOnly}
        />
        <SettingField
          book={book}
          name="isbn"
          label="ISBN"
          fact="optional"
          help="Thirteen or ten digits; it is printed with a bar code."
          maxLength={40}
          readOnly={readOnly}
        />
        <SettingField
          book={book}
          name="dedication"
          label="Dedication"
          fact="optional"
          multiline
          maxLength={1000}
          readOnly={readOnly}
        />
      </Part>
      <Part name="Style guide">
        <SettingField
          book={book}
          name="styleGuide"
          label="How it is written"
          help="Whoever writes and every model reads it."
          multiline
          maxLength={100_000}
          readOnly={readOnly}
        />
        <StyleWords book={book} readOnly={readOnly} />
      </Part>
      <Part name="Quality">
        <QualitySettings book={book} readOnly={readOnly} />
        <FeaturesField book={book} readOnly={readOnly} />
        <Duplicates book={book} chapter={chapter} editor={editor} />
      </Part>
      <Part name="Search">
        <SearchSettings book={book} mayIndex={rights.generate} />
      </Part>
      <Part name="People">
        <VisibilityField book={book} readOnly={readOnly} />
        <Collaborators book={book} rights={rights} />
      </Part>
      {rights.edit && (
        <Part name="Danger zone">
          <Trash book={book} />
        </Part>
      )}
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="insp__part" aria-label={name}>
      <h3 className="h4">{name}</h3>
      {children}
    </section>
  )
}

function Trash({ book }: { book: Book }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const again = () => queryClient.invalidateQueries({ queryKey: ['books'] })
  const trash = useMutation({
    mutationFn: () => ask(api.v1.books[':id'].$delete({ param: { id: book.id } })),
    onSuccess: async () => {
      await navigate({ to: '/' })
      await again()
      toast(`“${book.title}” is in the trash.`, {
        undo: () =>
          void ask(api.v1.books[':id'].restore.$post({ param: { id: book.id } }))
            .then(again)
            .catch(toastError),
      })
    },
    onError: toastError,
  })
  return (
    <>
      <p className="soft">A book in the trash can be taken out again, with all its chapters and versions.</p>
      <Button look="danger" icon="trash" className="justify-self-start" onClick={() => setAsking(true)}>
        Move the book to the trash…
      </Button>
      {asking && (
        <Confirm
          title="Move this book to the trash?"
          description="Nobody can write in it while it is there. Its text, versions and sources stay, and you can take it out again."
          act="Move to the trash"
          keep="Keep the book"
          busy={trash.isPending ? 'Moving' : undefined}
          onConfirm={() => trash.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
