import { useTitle } from '../app/page.tsx'

export function OperatorScreen() {
  useTitle('Operator')
  return <main id="main" />
}
