import { useTitle } from '../../app/page.tsx'

export function AcceptInvitationScreen() {
  useTitle('AcceptInvitation')
  return <main id="main" />
}
