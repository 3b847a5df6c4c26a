import { useTitle } from '../../app/page.tsx'

export function SettingsScreen() {
  useTitle('Settings')
  return <main id="main" />
}
