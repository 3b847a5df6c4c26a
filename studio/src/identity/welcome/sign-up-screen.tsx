import { useTitle } from '../../app/page.tsx'

export function SignUpScreen() {
  useTitle('SignUp')
  return <main id="main" />
}
