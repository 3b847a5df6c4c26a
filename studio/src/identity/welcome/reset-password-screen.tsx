import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { hasCode } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { PasswordField } from './password-field.tsx'
import { waysInQuery } from './ways-in.ts'
import { WelcomePage } from './welcome-page.tsx'

/** A new password: asked for by mail, and chosen by the link of that mail. */
export function ResetPasswordScreen() {
  const { token } = useSearch({ from: '/reset-password' })
  return token ? <ChoosePassword token={token} /> : <AskForMail title="Choose a new password" />
}

function AskForMail({ title, lead = 'We send a link to your address.' }: { title: string; lead?: string }) {
  const send = useMutation({ mutationFn: (email: string) => askAuth('request-password-reset', { email }) })
  if (send.isSuccess) {
    return (
      <WelcomePage
        title="Look into your mail"
        lead={
          <>
            If <b>{send.variables}</b> has an account here, a link is on its way. It works once, for an hour.
          </>
        }
      >
        <div className="opening__acts">
          <Link className="link" to="/sign-in">
            Back to signing in
          </Link>
        </div>
      </WelcomePage>
    )
  }
  return (
    <WelcomePage title={title} lead={lead}>
      <form
        onSubmit={event => {
          event.preventDefault()
          send.mutate(String(new FormData(event.currentTarget).get('email')))
        }}
      >
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          dir="ltr"
          required
          autoFocus
        />
        <FormProblem error={send.error} />
        <div className="opening__acts">
          <Button type="submit" look="primary" size="l" busy={send.isPending ? 'Sending' : undefined}>
            Send the link
          </Button>
          <Link className="link" to="/sign-in">
            Back to signing in
          </Link>
        </div>
      </form>
    </WelcomePage>
  )
}

function ChoosePassword({ token }: { token: string }) {
  const { data: ways } = useQuery(waysInQuery)
  const shortest = ways?.shortestPassword ?? 10
  const reset = useMutation({
    mutationFn: (newPassword: string) => askAuth('reset-password', { token, newPassword }),
  })
  if (hasCode(reset.error, 'link_invalid')) {
    return (
      <AskForMail
        title="This link does not work any more"
        lead="It was used, or is older than an hour. Your password is as it was. Here is another link:"
      />
    )
  }
  if (reset.isSuccess) {
    return (
      <WelcomePage title="Password changed" lead="You are signed out everywhere. Sign in with the new one.">
        <div className="opening__acts">
          <Link className="btn btn--primary btn--l" to="/sign-in">
            Sign in
          </Link>
        </div>
      </WelcomePage>
    )
  }
  return (
    <WelcomePage title="Choose a new password" lead="It ends every session of yours, on every device.">
      <form
        onSubmit={event => {
          event.preventDefault()
          reset.mutate(String(new FormData(event.currentTarget).get('password')))
        }}
      >
        <PasswordField
          label="New password"
          help={`${shortest} characters or more.`}
          name="password"
          autoComplete="new-password"
          minLength={shortest}
          autoFocus
        />
        <FormProblem error={reset.error} />
        <div className="opening__acts">
          <Button type="submit" look="primary" size="l" busy={reset.isPending ? 'Changing it' : undefined}>
            Change the password
          </Button>
        </div>
      </form>
    </WelcomePage>
  )
}
