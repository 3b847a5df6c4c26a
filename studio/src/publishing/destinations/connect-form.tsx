import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Banner } from '../../components/states.tsx'
import { useMe } from '../../identity/me.ts'
import { connectionKindsQuery, type NewConnection, useConnectionActs } from './destinations.ts'

interface ConnectionField {
  name: string
  label: string
  secret?: boolean
  optional?: boolean
  number?: boolean
  help?: string
}

const webhookSecret: ConnectionField = {
  name: 'webhookSecret',
  label: 'Secret of the webhook',
  secret: true,
  optional: true,
  help: 'Only for edits that come back by themselves; at least 16 characters.',
}

/** What each kind of connection asks for. */
const fields: Record<string, readonly ConnectionField[]> = {
  github: [{ name: 'token', label: 'Token', secret: true }, webhookSecret],
  'github-app': [{ name: 'installation', label: 'Installation', number: true }, webhookSecret],
  webdav: [
    { name: 'url', label: 'Address' },
    { name: 'username', label: 'User' },
    { name: 'password', label: 'Password', secret: true },
  ],
  s3: [
    { name: 'bucket', label: 'Bucket' },
    { name: 'region', label: 'Region', optional: true, help: 'us-east-1, unless you name another.' },
    { name: 'endpoint', label: 'Address', optional: true, help: 'Of a service other than Amazon’s.' },
    { name: 'accessKeyId', label: 'Access key', secret: true },
    { name: 'secretAccessKey', label: 'Secret key', secret: true },
  ],
  hook: [{ name: 'url', label: 'Address of the hook', secret: true }],
}

/** Connects to a place: how to make its key, the least it must be allowed, then the key. It is tried, and never shown again. */
export function ConnectForm({
  organizationId,
  kind: wanted,
  onDone,
  onCancel,
}: {
  organizationId: string
  kind: string
  onDone: (connectionId: string) => void
  onCancel: (() => void) | undefined
}) {
  const { data: kinds = [] } = useQuery(connectionKindsQuery)
  const { connect } = useConnectionActs(organizationId)
  const operator = useMe().roles.includes('superadmin')
  const [kind, setKind] = useState(wanted)
  const about = kinds.find(one => one.kind === kind)
  const problem = connect.error ? explain(connect.error) : undefined
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (fields[kind] ?? [])
      .map(({ name, number }) => [name, number ? Number(form.get(name)) : String(form.get(name)).trim()] as const)
      .filter(([, value]) => value !== '')
    const json = { kind, organizationId, ...Object.fromEntries(given) } as NewConnection
    connect.mutate(json, { onSuccess: ({ id }) => onDone(id) })
  }
  return (
    <form className="connect" onSubmit={send} autoComplete="off">
      {wanted === 'github' && operator && (
        <SelectField
          label="By"
          options={[
            { value: 'github', label: 'A token' },
            { value: 'github-app', label: 'The app of this installation' },
          ]}
          value={kind}
          onValue={setKind}
        />
      )}
      {about && (
        <div className="connect__about">
          <p>{about.howTo}</p>
          {about.permissions.length > 0 && (
            <ul>
              {about.permissions.map(permission => (
                <li key={permission}>{permission}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {(fields[kind] ?? []).map(({ name, label, secret, optional, help }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          required={!optional}
          fact={optional && 'optional'}
          help={help}
          error={problem?.fields[name]}
        />
      ))}
      {problem && (
        <Banner look="stop">
          {problem.title}. {problem.detail}
        </Banner>
      )}
      <div className="act">
        {onCancel && <Button onClick={onCancel}>Back</Button>}
        <Button type="submit" busy={connect.isPending ? 'Trying it' : undefined}>
          Connect
        </Button>
      </div>
    </form>
  )
}
