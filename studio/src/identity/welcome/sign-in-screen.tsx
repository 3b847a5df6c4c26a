import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Button } from '../../components/button.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { meQuery } from '../me.ts'
import { signOut } from '../sign-out.ts'
import { enter } from './enter.ts'
import { OneTimeLink } from './one-time-link.tsx'
import { ProviderButtons } from './provider-buttons.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { type WaysIn, waysInQuery } from './ways-in.ts'
import { WelcomePage } from './welcome-page.tsx'

/** Signing in: by a link that works once, by password, or by a provider. */
export function SignInScreen() {
  const { token, next, error } = useSearch({ from: '/sign-in' })
  const ways = useQuery(waysInQuery)
  const me = useQuery({ ...meQuery, retry: false })
  if (token) return <OneTimeLink token={token} next={next} />
  if (me.data) {
    return (
      <WelcomePage
        title="You are signed in"
        lead={
          <>
            as <b>{me.data.profile.name}</b>, {me.data.email}.
          </>
        }
      >
        <div className="opening__acts">
          <Button look="primary" size="l" autoFocus onClick={() => enter(next)}>
            Go on
          </Button>
          <Button look="quiet" size="l" onClick={signOut}>
            Sign out
          </Button>
        </div>
      </WelcomePage>
    )
  }
  return (
    <WelcomePage title="Sign in" lead={next?.startsWith('/invitations/') ? 'Then your invitation waits for you.' : ''}>
      {error && (
        <Banner look="stop">
          <b>The provider did not sign you in.</b> It said “{error.replaceAll('_', ' ')}”. Try again, or take another
          way.
        </Banner>
      )}
      {ways.data ? (
        <Ways ways={ways.data} next={next} />
      ) : ways.error ? (
        <ErrorState error={ways.error} retry={() => ways.refetch()} />
      ) : (
        <Loading what="Asking by which ways one can sign in" />
      )}
    </WelcomePage>
  )
}

function Ways({ ways, next }: { ways: WaysIn; next: string | undefined }) {
  const form = <SignInForm next={next} focus={!ways.embedded} />
  return (
    <>
      {ways.embedded ? (
        <>
          <p className="opening__lead">
            Octavo runs on your own machine. Look where it was started: there it printed a link that signs you in, once,
            within an hour. Start it again for a new one.
          </p>
          <details>
            <summary>Sign in by e-mail address and password</summary>
            {form}
          </details>
        </>
      ) : (
        form
      )}
      <ProviderButtons providers={ways.providers} {...(next && { next })} />
      <p className="soft">
        {ways.signUp ? 'New here? ' : 'Invited? '}
        <Link className="link" to="/sign-up" search={next ? { next } : {}}>
          Sign up
        </Link>
        {!ways.signUp && ' with the address your invitation was sent to.'}
      </p>
    </>
  )
}
