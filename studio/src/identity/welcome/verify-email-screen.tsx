import { useTitle } from '../../app/page.tsx'

export function VerifyEmailScreen() {
  useTitle('VerifyEmail')
  return <main id="main" />
}
