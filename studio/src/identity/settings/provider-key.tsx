import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { Banner } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { ago, money, number } from '../../components/words.ts'
import { FormProblem } from '../form-problem.tsx'
import type { Provider } from '../models.ts'
import { PasswordField } from '../welcome/password-field.tsx'

const byProvider = api.v1.organizations[':id']['provider-keys'][':provider']
type StoredKey = Answer<Awaited<ReturnType<typeof byProvider.$put>>>

/** One provider: its key as far as it is shown, trying it, replacing and deleting it. */
export function ProviderKey({
  organizationId: id,
  provider,
  stored,
  mayChange,
}: {
  organizationId: string
  provider: Provider
  stored: StoredKey | undefined
  mayChange: boolean
}) {
  const client = useQueryClient()
  const [asked, setAsked] = useState<'key' | 'delete'>()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['organization', id] }),
      client.invalidateQueries({ queryKey: ['models'] }),
    ])
  const test = useMutation({
    mutationFn: () =>
      ask(
        api.v1.organizations[':organizationId']['provider-keys'][':provider'].test.$post({
          param: { organizationId: id, provider: provider.id },
        }),
      ),
  })
  const store = useMutation({
    mutationFn: (json: { apiKey: string; baseUrl?: string }) =>
      ask(byProvider.$put({ param: { id, provider: provider.id }, json })),
    onSuccess: () => {
      setAsked(undefined)
      test.reset()
      toast(`The key of ${provider.name} is stored.`)
      return refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => ask(byProvider.$delete({ param: { id, provider: provider.id } })),
    onSuccess: () => {
      test.reset()
      toast(`The key of ${provider.name} is deleted.`)
    },
    onError: toastError,
    onSettled: () => {
      setAsked(undefined)
      return refresh()
    },
  })
  const mistakes = store.error ? explain(store.error).fields : {}
  return (
    <li className="key">
      <div className="key__line">
        <span>
          <b>{provider.name}</b>{' '}
          <span className="quiet num">
            {stored ? `•••• ${stored.lastFour}, stored ${ago(stored.updatedAt)}` : 'no key'}
            {stored?.baseUrl && ` for ${stored.baseUrl}`}
          </span>
        </span>
        {mayChange && (
          <span className="rows__acts">
            {stored && (
              <Button size="s" busy={test.isPending ? 'Asking for one word' : undefined} onClick={() => test.mutate()}>
                Test<span className="vh"> {provider.name}</span>
              </Button>
            )}
            <Button
              size="s"
              aria-expanded={asked === 'key'}
              onClick={() => setAsked(asked === 'key' ? undefined : 'key')}
            >
              {stored ? 'Replace' : 'Add a key'}
              <span className="vh"> of {provider.name}</span>
            </Button>
            {stored && (
              <Button size="s" look="danger" onClick={() => setAsked('delete')}>
                Delete<span className="vh"> the key of {provider.name}</span>
              </Button>
            )}
          </span>
        )}
      </div>
      {test.data && <Tested {...test.data} />}
      <FormProblem error={test.error} />
      {asked === 'key' && (
        <form
          className="section__form"
          onSubmit={event => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            const baseUrl = String(form.get('baseUrl') ?? '').trim()
            store.mutate({ apiKey: String(form.get('apiKey')).trim(), ...(baseUrl && { baseUrl }) })
          }}
        >
          <PasswordField
            label={`Key of ${provider.name}`}
            name="apiKey"
            autoComplete="off"
            maxLength={10_000}
            autoFocus
            error={mistakes.apiKey}
          />
          {provider.kind === 'openai-compatible' && (
            <TextField
              label="Address"
              name="baseUrl"
              type="url"
              dir="ltr"
              placeholder="http://localhost:11434/v1"
              defaultValue={stored?.baseUrl ?? ''}
              error={mistakes.baseUrl}
            />
          )}
          <FormProblem error={store.error} fields={['apiKey', 'baseUrl']} />
          <div className="rows__acts">
            <Button type="submit" busy={store.isPending ? 'Storing' : undefined}>
              Store it
            </Button>
            <Button look="quiet" onClick={() => setAsked(undefined)}>
              Cancel
            </Button>
          </div>
        </form>
      )}
      {asked === 'delete' && (
        <Confirm
          title={`Delete the key of ${provider.name}?`}
          description="Jobs with its models wait until there is another one. Nothing that is written is lost."
          act="Delete the key"
          busy={remove.isPending ? 'Deleting' : undefined}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(undefined)}
        />
      )}
    </li>
  )
}

function Tested({
  works,
  model,
  latency,
  cost,
  problem,
}: {
  works: boolean
  model: string
  latency: number
  cost: number
  problem: string | null
}) {
  if (!works) {
    return (
      <Banner look="stop">
        <b>The key does not work.</b> {problem}
      </Banner>
    )
  }
  return (
    <Banner icon="good">
      It works: {model} answered in {number(latency)} ms for {money(cost)}.
    </Banner>
  )
}
