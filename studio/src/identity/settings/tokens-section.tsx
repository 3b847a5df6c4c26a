import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { ago } from '../../components/words.ts'
import { FormProblem } from '../form-problem.tsx'
import { NewToken } from './new-token.tsx'
import { SettingsSection } from './settings-section.tsx'

type May = 'write' | 'read'
type Days = '30' | '90' | '365' | ''

const mays: readonly { value: May; label: string }[] = [
  { value: 'write', label: 'Read and change everything I can' },
  { value: 'read', label: 'Only read' },
]
const ends: readonly { value: Days; label: string }[] = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
]
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** Tokens with which programs act as oneself: made, shown once, revoked. */
export function TokensSection() {
  const client = useQueryClient()
  const tokens = useQuery({ queryKey: ['me', 'tokens'], queryFn: () => ask(api.v1.me.tokens.$get()) })
  const [may, setMay] = useState<May>('write')
  const [days, setDays] = useState<Days>('90')
  const [revoking, setRevoking] = useState<{ id: string; name: string }>()
  const refresh = () => client.invalidateQueries({ queryKey: ['me', 'tokens'] })
  const make = useMutation({
    mutationFn: (name: string) => {
      const expiresAt = days && new Date(Date.now() + Number(days) * 86_400_000).toISOString()
      const scopes: ('read' | 'write')[] = may === 'write' ? ['read', 'write'] : ['read']
      return ask(api.v1.me.tokens.$post({ json: { name, scopes, ...(expiresAt && { expiresAt }) } }))
    },
    onSuccess: refresh,
    // Nothing of it stays in memory once the dialog is closed.
    gcTime: 0,
  })
  const revoke = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => ask(api.v1.me.tokens[':id'].$delete({ param: { id } })),
    onSuccess: (_, { name }) => toast(`${name} works no more.`),
    onError: toastError,
    onSettled: () => {
      setRevoking(undefined)
      return refresh()
    },
  })
  return (
    <SettingsSection
      title="API tokens"
      lead="With a token a program acts as you: the command line, or one of your own. It is shown once."
    >
      <form
        className="section__form"
        onSubmit={event => {
          event.preventDefault()
          make.mutate(String(new FormData(event.currentTarget).get('name')).trim())
        }}
      >
        <TextField
          label="What it is for"
          name="name"
          dir="auto"
          required
          maxLength={200}
          autoComplete="off"
          placeholder="Backup on the laptop"
          error={make.error ? explain(make.error).fields.name : undefined}
        />
        <div className="section__pair">
          <SelectField label="What it may do" options={mays} value={may} onValue={setMay} />
          <SelectField label="When it ends" options={ends} value={days} onValue={setDays} />
        </div>
        <FormProblem error={make.error} fields={['name']} />
        <div>
          <Button type="submit" look="primary" busy={make.isPending ? 'Making it' : undefined}>
            Make a token
          </Button>
        </div>
      </form>
      {tokens.error ? (
        <ErrorState error={tokens.error} retry={() => tokens.refetch()} />
      ) : !tokens.data ? (
        <Loading what="Reading your tokens" />
      ) : tokens.data.items.length === 0 ? (
        <p className="quiet">You have no tokens.</p>
      ) : (
        <ul className="rows">
          {tokens.data.items.map(({ id, name, lastFour, scopes, expiresAt, lastUsedAt }) => (
            <li key={id}>
              <span>
                <b>
                  <bdi>{name}</bdi>
                </b>{' '}
                <span className="quiet num">
                  •••• {lastFour}, {scopes.includes('write') ? 'reads and changes' : 'reads'},{' '}
                  {lastUsedAt ? `used ${ago(lastUsedAt)}` : 'never used'},{' '}
                  {expiresAt
                    ? `${Date.parse(expiresAt) < Date.now() ? 'ended' : 'ends'} ${day.format(new Date(expiresAt))}`
                    : 'never ends'}
                </span>
              </span>
              <span className="rows__acts">
                <Button size="s" look="danger" onClick={() => setRevoking({ id, name })}>
                  Revoke<span className="vh"> {name}</span>
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {make.data && <NewToken name={make.data.name} token={make.data.token} onClose={make.reset} />}
      {revoking && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          description="Whatever uses it is refused from now on."
          act="Revoke"
          busy={revoke.isPending ? 'Revoking' : undefined}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </SettingsSection>
  )
}
