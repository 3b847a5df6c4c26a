import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextArea, TextField } from '../../components/field.tsx'
import { toast } from '../../components/toast.tsx'
import { FormProblem } from '../form-problem.tsx'
import { meQuery } from '../me.ts'
import { isAtLeast, type Organization, organizationQuery } from './team.ts'

const fields = ['name', 'description', 'slug']

/** What an organization is called and what it is for; admins change it. */
export function OrganizationFacts({ organization }: { organization: Organization }) {
  const { id, name, slug, description } = organization
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (json: { name: string; slug: string; description: string | null }) =>
      ask(api.v1.organizations[':id'].$patch({ param: { id }, json })),
    onSuccess: async changed => {
      client.setQueryData(organizationQuery(id).queryKey, changed)
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
      toast('Saved.')
    },
  })
  if (!isAtLeast(organization.role, 'admin')) {
    if (!description) return null
    return (
      <section className="part" aria-labelledby="about">
        <h2 className="h4" id="about">
          About
        </h2>
        <p className="serif" dir="auto">
          {description}
        </p>
      </section>
    )
  }
  const mistakes = change.error ? explain(change.error).fields : {}
  return (
    <section className="part" aria-labelledby="about">
      <h2 className="h4" id="about">
        Name and purpose
      </h2>
      <form
        className="grid gap-4"
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const [name = '', about = '', slug = ''] = fields.map(field => String(form.get(field)).trim())
          change.mutate({ name, slug, description: about || null })
        }}
      >
        <TextField
          label="Name"
          name="name"
          dir="auto"
          required
          maxLength={200}
          defaultValue={name}
          error={mistakes.name}
        />
        <TextArea
          label="What it is for"
          fact="optional"
          name="description"
          dir="auto"
          rows={2}
          maxLength={5000}
          defaultValue={description ?? ''}
          error={mistakes.description}
        />
        <TextField
          label="Name in addresses"
          name="slug"
          required
          maxLength={100}
          defaultValue={slug}
          help="a–z, 0–9 and “-”"
          error={mistakes.slug}
        />
        <FormProblem error={change.error} fields={fields} />
        <div>
          <Button type="submit" busy={change.isPending ? 'Saving' : undefined}>
            Save
          </Button>
        </div>
      </form>
    </section>
  )
}
