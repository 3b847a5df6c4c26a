import { useTitle } from '../app/page.tsx'

export function PublishScreen() {
  useTitle('Publish')
  return <main id="main" />
}
