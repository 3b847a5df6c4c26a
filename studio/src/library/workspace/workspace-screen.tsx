import { useTitle } from '../../app/page.tsx'

export function WorkspaceScreen() {
  useTitle('Edit')
  return <main id="main" />
}
