import { useTitle } from '../../app/page.tsx'

export function ResetPasswordScreen() {
  useTitle('ResetPassword')
  return <main id="main" />
}
