import { useTitle } from '../../app/page.tsx'

export function SignInScreen() {
  useTitle('SignIn')
  return <main id="main" />
}
