import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Switch, TextField } from '../../components/field.tsx'
import { toast } from '../../components/toast.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { useMe } from '../me.ts'
import { PasswordField } from '../welcome/password-field.tsx'
import { LinkedAccounts } from './linked-accounts.tsx'
import { SettingsPart, SettingsSection } from './settings-section.tsx'
import { useAccounts } from './use-accounts.ts'

/** By what one signs in: address, password, providers. */
export function SignInSection() {
  const { data: accounts } = useAccounts()
  return (
    <SettingsSection title="Signing in">
      <ChangeEmail />
      {accounts && (accounts.some(account => account.provider === 'credential') ? <ChangePassword /> : <SetPassword />)}
      <LinkedAccounts />
    </SettingsSection>
  )
}

function ChangeEmail() {
  const me = useMe()
  const change = useMutation({ mutationFn: (newEmail: string) => askAuth('change-email', { newEmail }) })
  return (
    <SettingsPart
      title="E-mail address"
      lead={
        <>
          It is <b>{me.email}</b>
          {me.emailVerified ? '.' : ', not confirmed yet.'}
        </>
      }
    >
      <form
        className="section__form"
        onSubmit={event => {
          event.preventDefault()
          change.mutate(String(new FormData(event.currentTarget).get('email')).trim())
        }}
      >
        <TextField
          label="New address"
          name="email"
          type="email"
          dir="ltr"
          required
          autoComplete="email"
          help="First the address you have is asked by mail, then the new one. Until both say yes, nothing changes."
          error={change.error ? explain(change.error).fields.newEmail : undefined}
        />
        <FormProblem error={change.error} fields={['newEmail']} />
        {change.isSuccess && (
          <p className="soft" role="status">
            A mail is on its way to {me.email}. Follow its link within 24 hours.
          </p>
        )}
        <div>
          <Button type="submit" busy={change.isPending ? 'Asking' : undefined}>
            Change the address
          </Button>
        </div>
      </form>
    </SettingsPart>
  )
}

function ChangePassword() {
  const form = useRef<HTMLFormElement>(null)
  const change = useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string; revokeOtherSessions: boolean }) =>
      askAuth('change-password', input),
    onSuccess: () => {
      form.current?.reset()
      toast('The password is changed.')
    },
  })
  return (
    <SettingsPart title="Password">
      <form
        ref={form}
        className="section__form"
        onSubmit={event => {
          event.preventDefault()
          const given = new FormData(event.currentTarget)
          change.mutate({
            currentPassword: String(given.get('current')),
            newPassword: String(given.get('new')),
            revokeOtherSessions: given.get('others') === 'on',
          })
        }}
      >
        <PasswordField label="Present password" name="current" autoComplete="current-password" />
        <PasswordField
          label="New password"
          name="new"
          autoComplete="new-password"
          minLength={10}
          help="10 characters or more"
        />
        <Switch name="others" defaultChecked>
          End my sessions on other devices
        </Switch>
        <FormProblem error={change.error} />
        <div>
          <Button type="submit" busy={change.isPending ? 'Changing' : undefined}>
            Change the password
          </Button>
        </div>
      </form>
    </SettingsPart>
  )
}

function SetPassword() {
  const me = useMe()
  const send = useMutation({ mutationFn: () => askAuth('request-password-reset', { email: me.email }) })
  return (
    <SettingsPart title="Password" lead="You have none yet. A link by mail lets you choose one; it signs you out.">
      <FormProblem error={send.error} />
      {send.isSuccess ? (
        <p className="soft" role="status">
          A link is on its way to {me.email}. It works once, for an hour.
        </p>
      ) : (
        <div>
          <Button busy={send.isPending ? 'Sending' : undefined} onClick={() => send.mutate()}>
            Send me the link
          </Button>
        </div>
      )}
    </SettingsPart>
  )
}
