import { useTitle } from '../app/page.tsx'

export function WriteScreen() {
  useTitle('Write')
  return <main id="main" />
}
