import { useTitle } from '../../app/page.tsx'

export function StructureScreen() {
  useTitle('Import')
  return <main id="main" />
}
