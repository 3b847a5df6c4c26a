import { useTitle } from '../../app/page.tsx'

export function ImportScreen() {
  useTitle('Import')
  return <main id="main" />
}
