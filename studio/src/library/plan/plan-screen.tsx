import { useTitle } from '../../app/page.tsx'

export function PlanScreen() {
  useTitle('Plan')
  return <main id="main" />
}
