import { ask } from '@octavo/server/client'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { FormProblem } from '../form-problem.tsx'
import { enter } from './enter.ts'
import { WelcomePage } from './welcome-page.tsx'

/** What a sign-in link opens. Mail programs open links by themselves, so only the button uses it up. */
export function OneTimeLink({ token, next }: { token: string; next: string | undefined }) {
  const signIn = useMutation({
    mutationFn: async () => {
      await ask(api.v1.auth['sign-in'].token.$post({ json: { token } }))
      await enter(next)
    },
  })
  return (
    <WelcomePage title="Come in" lead="This link signs you in on this browser. It works once.">
      <FormProblem error={signIn.error} />
      <div className="opening__acts">
        {signIn.isError ? (
          <Link className="btn btn--l" to="/sign-in" search={next ? { next } : {}}>
            Other ways to sign in
          </Link>
        ) : (
          <Button
            look="primary"
            size="l"
            autoFocus
            busy={signIn.isPending ? 'Signing in' : undefined}
            onClick={() => signIn.mutate()}
          >
            Sign in
          </Button>
        )}
      </div>
    </WelcomePage>
  )
}
