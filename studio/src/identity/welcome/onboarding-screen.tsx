import { useTitle } from '../../app/page.tsx'

export function OnboardingScreen() {
  useTitle('Onboarding')
  return <main id="main" />
}
