import { useTitle } from '../app/page.tsx'

export function UsageScreen() {
  useTitle('Usage')
  return <main id="main" />
}
