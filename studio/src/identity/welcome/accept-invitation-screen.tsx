import { ask } from '@octavo/server/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { api, hasCode } from '../../api/client.ts'
import { router } from '../../app/router.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { askAuth } from '../ask-auth.ts'
import { FormProblem } from '../form-problem.tsx'
import { chooseOrganization, type Me, meQuery } from '../me.ts'
import { enter } from './enter.ts'
import { WelcomePage } from './welcome-page.tsx'

/** What the link of an invitation opens: joining, with the account the invitation was sent to. */
export function AcceptInvitationScreen() {
  const { token = '' } = useSearch({ from: '/invitations/accept' })
  const me = useQuery({ ...meQuery, retry: false })
  if (token === '') return <Worthless />
  if (me.data) return <Join token={token} me={me.data} />
  if (me.isPending) {
    return (
      <WelcomePage title="Invitation">
        <Loading what="Looking who is signed in" />
      </WelcomePage>
    )
  }
  if (!hasCode(me.error, 'not_signed_in')) {
    return (
      <WelcomePage title="Invitation">
        <ErrorState error={me.error} retry={() => me.refetch()} />
      </WelcomePage>
    )
  }
  const next = `/invitations/accept?${new URLSearchParams({ token })}`
  return (
    <WelcomePage
      title="You are invited"
      lead="Sign in, or sign up, with the address this invitation was sent to. You come back here by yourself."
    >
      <div className="opening__acts">
        <Link className="btn btn--primary btn--l" to="/sign-in" search={{ next }}>
          Sign in
        </Link>
        <Link className="btn btn--l" to="/sign-up" search={{ next }}>
          Sign up
        </Link>
      </div>
    </WelcomePage>
  )
}

function Join({ token, me }: { token: string; me: Me }) {
  const join = useMutation({
    mutationFn: () => ask(api.v1.invitations.accept.$post({ json: { token } })),
    onSuccess: async ({ bookId, organizationId }) => {
      if (bookId) return enter(`/books/${bookId}/edit`)
      await enter('/team')
      chooseOrganization(organizationId)
    },
  })
  const change = useMutation({
    mutationFn: async () => {
      await askAuth('sign-out')
      location.assign(`/sign-in?${new URLSearchParams({ next: router.history.location.href })}`)
    },
  })
  if (hasCode(join.error, 'link_invalid')) return <Worthless />
  return (
    <WelcomePage
      title="You are invited"
      lead={
        <>
          Join as <b>{me.profile.name}</b>, {me.email}?
        </>
      }
    >
      <FormProblem error={join.error ?? change.error} />
      <div className="opening__acts">
        <Button
          look="primary"
          size="l"
          autoFocus
          busy={join.isPending ? 'Joining' : undefined}
          onClick={() => join.mutate()}
        >
          Join
        </Button>
        <Button
          look="quiet"
          size="l"
          busy={change.isPending ? 'Signing out' : undefined}
          onClick={() => change.mutate()}
        >
          Take another account
        </Button>
      </div>
    </WelcomePage>
  )
}

function Worthless() {
  return (
    <WelcomePage
      title="This invitation does not work any more"
      lead="It was accepted or revoked, or is older than seven days. Ask whoever invited you for another one."
    >
      <div className="opening__acts">
        <Link className="btn btn--l" to="/">
          To my library
        </Link>
      </div>
    </WelcomePage>
  )
}
