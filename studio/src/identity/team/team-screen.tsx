import { useTitle } from '../../app/page.tsx'

export function TeamScreen() {
  useTitle('Team')
  return <main id="main" />
}
