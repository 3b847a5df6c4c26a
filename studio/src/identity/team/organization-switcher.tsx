import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { useCommands } from '../../app/commands.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextArea, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../components/menu.tsx'
import { toast } from '../../components/toast.tsx'
import { FormProblem } from '../form-problem.tsx'
import { chooseOrganization, meQuery, useMe, useOrganization } from '../me.ts'

/** Chooses the organization whose books are shown, and founds new ones. */
export function OrganizationSwitcher() {
  const { organizations } = useMe()
  const { id } = useOrganization()
  const [founding, setFounding] = useState(false)
  useCommands(
    useMemo(
      () => [
        { name: 'Found an organization', icon: 'people', group: 'Team', run: () => setFounding(true) },
        ...organizations
          .filter(one => one.id !== id)
          .map(one => ({ name: `Switch to ${one.name}`, group: 'Team', run: () => chooseOrganization(one.id) })),
      ],
      [organizations, id],
    ),
  )
  return (
    <>
      <Menu
        trigger={
          <Button>
            Organization
            <Icon name="down" />
          </Button>
        }
      >
        <MenuChoice
          label="Show the books of"
          value={id}
          onValue={chooseOrganization}
          options={organizations.map(one => ({
            value: one.id,
            label: one.name,
            fact: one.personal ? 'personal' : one.role,
          }))}
        />
        <MenuLine />
        <MenuItem icon="plus" onSelect={() => setFounding(true)}>
          Found an organization
        </MenuItem>
      </Menu>
      {founding && <FoundOrganization onClose={() => setFounding(false)} />}
    </>
  )
}

function FoundOrganization({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const found = useMutation({
    mutationFn: (json: { name: string; description?: string }) => ask(api.v1.organizations.$post({ json })),
    onSuccess: async ({ id, name }) => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
      chooseOrganization(id)
      onClose()
      toast(`${name} is founded. You are its owner.`)
    },
  })
  const mistakes = found.error ? explain(found.error).fields : {}
  return (
    <Dialog
      title="Found an organization"
      description="Its books, keys and budget are shared by whom you invite. You become its owner."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="found" look="primary" busy={found.isPending ? 'Founding' : undefined}>
            Found it
          </Button>
        </>
      }
    >
      <form
        id="found"
        className="grid gap-4"
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const description = String(form.get('description')).trim()
          found.mutate({ name: String(form.get('name')).trim(), ...(description && { description }) })
        }}
      >
        <TextField label="Name" name="name" dir="auto" required maxLength={200} autoFocus error={mistakes.name} />
        <TextArea label="What it is for" fact="optional" name="description" dir="auto" rows={2} maxLength={5000} />
        <FormProblem error={found.error} fields={['name']} />
      </form>
    </Dialog>
  )
}
