import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { keepNext } from './enter.ts'
import { PasswordField } from './password-field.tsx'
import { ProviderButtons } from './provider-buttons.tsx'
import { waysInQuery } from './ways-in.ts'
import { WelcomePage } from './welcome-page.tsx'

const fields = ['name', 'email', 'password']

/** Signing up by e-mail address; a mail asks to confirm it. */
export function SignUpScreen() {
  const { next } = useSearch({ from: '/sign-up' })
  const { data: ways } = useQuery(waysInQuery)
  const signUp = useMutation({
    mutationFn: (form: { name: string; email: string; password: string }) => askAuth('sign-up/email', form),
    onSuccess: () => keepNext(next),
  })
  if (signUp.isSuccess) return <LookIntoYourMail email={signUp.variables.email} />
  const mistakes = signUp.error ? explain(signUp.error).fields : {}
  const shortest = ways?.shortestPassword ?? 10
  return (
    <WelcomePage
      title="Sign up"
      lead={
        ways && !ways.signUp
          ? 'This installation is by invitation: sign up with the address your invitation was sent to.'
          : undefined
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const [name = '', email = '', password = ''] = fields.map(field => String(form.get(field)))
          signUp.mutate({ name, email, password })
        }}
      >
        <TextField
          label="Name"
          help="As it stands on your books."
          name="name"
          autoComplete="name"
          dir="auto"
          required
          autoFocus
          maxLength={200}
          error={mistakes.name}
        />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          dir="ltr"
          required
          error={mistakes.email}
        />
        <PasswordField
          label="Password"
          help={`${shortest} characters or more.`}
          name="password"
          autoComplete="new-password"
          minLength={shortest}
          error={mistakes.password}
        />
        <FormProblem error={signUp.error} fields={fields} />
        <div className="opening__acts">
          <Button type="submit" look="primary" size="l" busy={signUp.isPending ? 'Signing up' : undefined}>
            Sign up
          </Button>
          <Link className="link" to="/sign-in" search={next ? { next } : {}}>
            I have an account
          </Link>
        </div>
      </form>
      {ways?.signUp && <ProviderButtons providers={ways.providers} {...(next && { next })} />}
    </WelcomePage>
  )
}

function LookIntoYourMail({ email }: { email: string }) {
  const { data: ways } = useQuery(waysInQuery)
  const again = useMutation({
    mutationFn: () => askAuth('send-verification-email', { email }),
    onSuccess: () => toast(`Another mail is on its way to ${email}.`),
    onError: toastError,
  })
  return (
    <WelcomePage
      title="Look into your mail"
      lead={
        <>
          A link is on its way to <b>{email}</b>. Follow it within 24 hours, then sign in.
        </>
      }
    >
      {ways?.embedded && (
        <p className="opening__lead">
          Without a mail server, mails are kept as files in the folder <code>outbox</code> beside Octavo’s data.
        </p>
      )}
      <div className="opening__acts">
        <Button size="l" busy={again.isPending ? 'Sending' : undefined} onClick={() => again.mutate()}>
          Send it again
        </Button>
        <Link className="link" to="/sign-in">
          Sign in
        </Link>
      </div>
    </WelcomePage>
  )
}
