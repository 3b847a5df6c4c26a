import { useTitle } from '../../app/page.tsx'

export function NewBookScreen() {
  useTitle('New book')
  return <main id="main" />
}
