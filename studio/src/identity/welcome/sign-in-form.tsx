import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { hasCode } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { enter } from './enter.ts'
import { PasswordField } from './password-field.tsx'

/** Signs in by e-mail address and password. */
export function SignInForm({ next, focus }: { next: string | undefined; focus: boolean }) {
  const signIn = useMutation({
    mutationFn: async (form: { email: string; password: string }) => {
      await askAuth('sign-in/email', form)
      await enter(next)
    },
  })
  const again = useMutation({
    mutationFn: (email: string) => askAuth('send-verification-email', { email }),
    onSuccess: (_, email) => toast(`A mail is on its way to ${email}.`),
    onError: toastError,
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        signIn.mutate({ email: String(form.get('email')), password: String(form.get('password')) })
      }}
    >
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus={focus}
        dir="ltr"
      />
      <PasswordField label="Password" name="password" autoComplete="current-password" />
      <FormProblem error={signIn.error} />
      {hasCode(signIn.error, 'email_unverified') && (
        <Button
          busy={again.isPending ? 'Sending' : undefined}
          onClick={() => again.mutate(signIn.variables?.email ?? '')}
        >
          Send the mail again
        </Button>
      )}
      <div className="opening__acts">
        <Button type="submit" look="primary" size="l" busy={signIn.isPending ? 'Signing in' : undefined}>
          Sign in
        </Button>
        <Link className="link" to="/reset-password">
          Forgot your password?
        </Link>
      </div>
    </form>
  )
}
