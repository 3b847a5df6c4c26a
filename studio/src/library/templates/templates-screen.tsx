import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { ReadingPage } from '../../app/page.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { Empty, ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { count } from '../../components/words.ts'
import { useMe } from '../../identity/me.ts'
import type { Book } from '../book.ts'
import { mayChange } from '../shelf/act-on-book.ts'
import { ChooseBookDialog } from './choose-book-dialog.tsx'
import { SaveTemplateDialog } from './save-template-dialog.tsx'
import { StartBookDialog } from './start-book-dialog.tsx'
import { TemplateDialog } from './template-dialog.tsx'
import { chaptersOf, kindNames, type Template, templatesQuery } from './templates.ts'
import './templates.css'

type Open =
  | { dialog: 'choose' }
  | { dialog: 'save'; book: Book }
  | { dialog: 'start' | 'edit' | 'delete'; template: Template }

/** Ways to begin a book: each with its outline and instructions. */
export function TemplatesScreen() {
  const { data: templates, error, refetch } = useQuery(templatesQuery)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <ReadingPage
      title="Templates"
      lead={templates && count(templates.length, 'template')}
      actions={
        <Button icon="plus" look="primary" onClick={() => setOpen({ dialog: 'choose' })}>
          New from a book
        </Button>
      }
    >
      {error && !templates && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !templates && <Loading what="Fetching the templates" />}
      {templates?.length === 0 && (
        <Empty title="No templates yet">
          A template is how a book is made: its outline, features and instructions, without its text. Make one of a book
          you would like to begin with again.
        </Empty>
      )}
      {templates && templates.length > 0 && (
        <ul className="templates">
          {templates.map(template => (
            <TemplateRow key={template.id} template={template} onOpen={dialog => setOpen({ dialog, template })} />
          ))}
        </ul>
      )}
      {open?.dialog === 'choose' && (
        <ChooseBookDialog onChoose={book => setOpen({ dialog: 'save', book })} onClose={close} />
      )}
      {open?.dialog === 'save' && <SaveTemplateDialog book={open.book} onClose={close} />}
      {open?.dialog === 'start' && <StartBookDialog template={open.template} onClose={close} />}
      {open?.dialog === 'edit' && <EditTemplate template={open.template} onClose={close} />}
      {open?.dialog === 'delete' && <DeleteTemplate template={open.template} onClose={close} />}
    </ReadingPage>
  )
}

function TemplateRow({
  template,
  onOpen,
}: {
  template: Template
  onOpen: (dialog: 'start' | 'edit' | 'delete') => void
}) {
  const me = useMe()
  const chapters = chaptersOf(template)
  const own = me.organizations.find(one => one.id === template.organizationId)
  const facts = [
    kindNames[template.category],
    chapters > 0 ? count(chapters, 'chapter') : 'no outline',
    template.useCount > 0 && `used ${count(template.useCount, 'time')}`,
    template.isPublic ? 'for everybody here' : own && !own.personal && `for ${own.name}`,
  ]
  return (
    <li className="template">
      <div className="min-w-0">
        <h2 className="h4" dir="auto">
          {template.name}
        </h2>
        {template.description && (
          <p className="soft" dir="auto">
            {template.description}
          </p>
        )}
        <p className="small quiet">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className="template__a">
        <Button aria-label={`Start a book from ${template.name}`} onClick={() => onOpen('start')}>
          Start a book
        </Button>
        {own && mayChange(me, template) && (
          <Menu trigger={<IconButton icon="more" look="quiet" label={`More about ${template.name}`} />}>
            <MenuItem icon="pen" onSelect={() => onOpen('edit')}>
              Change
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={() => onOpen('delete')}>
              Delete
            </MenuItem>
          </Menu>
        )}
      </div>
    </li>
  )
}

function EditTemplate({ template, onClose }: { template: Template; onClose: () => void }) {
  return (
    <TemplateDialog
      title="Change the template"
      description="Books that were begun with it stay as they are."
      act="Save"
      initial={{ name: template.name, description: template.description ?? '', isPublic: template.isPublic }}
      save={json => ask(api.v1.templates[':id'].$patch({ param: { id: template.id }, json }))}
      onClose={onClose}
    />
  )
}

function DeleteTemplate({ template, onClose }: { template: Template; onClose: () => void }) {
  const client = useQueryClient()
  const removal = useMutation({
    mutationFn: () => ask(api.v1.templates[':id'].$delete({ param: { id: template.id } })),
    async onSuccess() {
      toast(`The template “${template.name}” is deleted.`)
      await client.invalidateQueries({ queryKey: ['templates'] })
    },
    onError: toastError,
    onSettled: onClose,
  })
  return (
    <Confirm
      title={`Delete the template “${template.name}”?`}
      description="It cannot be brought back. Books that were begun with it stay."
      act="Delete the template"
      busy={removal.isPending ? 'Deleting' : undefined}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    />
  )
}
