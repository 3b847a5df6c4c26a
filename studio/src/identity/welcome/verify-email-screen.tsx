import { ask } from '@octavo/server/client'
import { useMutation } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { api, hasCode } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { FormProblem } from '../form-problem.tsx'
import { keepNext, keptNext } from './enter.ts'
import { WelcomePage } from './welcome-page.tsx'

/** What the link of a mail opens that asks whether an address is one's own. */
export function VerifyEmailScreen() {
  const { token = '' } = useSearch({ from: '/verify-email' })
  const verify = useMutation({
    mutationFn: () => ask(api.v1.auth['verify-email'].$post({ json: { token } })),
  })
  if (verify.isSuccess) return <Confirmed />
  const worthless = token === '' || hasCode(verify.error, 'link_invalid')
  return (
    <WelcomePage
      title={worthless ? 'This link does not work any more' : 'Confirm your address'}
      lead={
        worthless
          ? 'It was used, or is older than 24 hours. If you confirmed before, just sign in; there you can ask for another mail as well.'
          : 'You asked for this in Octavo, with the address this mail came to.'
      }
    >
      {!worthless && <FormProblem error={verify.error} />}
      <div className="opening__acts">
        {worthless ? (
          <Link className="btn btn--primary btn--l" to="/sign-in">
            Sign in
          </Link>
        ) : (
          <Button
            look="primary"
            size="l"
            autoFocus
            busy={verify.isPending ? 'Confirming' : undefined}
            onClick={() => verify.mutate()}
          >
            Confirm
          </Button>
        )}
      </div>
    </WelcomePage>
  )
}

function Confirmed() {
  const next = keptNext()
  return (
    <WelcomePage
      title="Confirmed"
      lead="The address is yours. If it replaces another one, the new one gets a mail as well."
    >
      <div className="opening__acts">
        <Link
          className="btn btn--primary btn--l"
          to="/sign-in"
          search={next ? { next } : {}}
          onClick={() => keepNext(undefined)}
          autoFocus
        >
          Sign in
        </Link>
      </div>
    </WelcomePage>
  )
}
