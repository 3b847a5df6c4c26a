import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Toasts } from '../components/toast.tsx'
import { useMe } from '../identity/me.ts'
import { signOut } from '../identity/sign-out.ts'
import { SignOutQuestion } from '../identity/sign-out-question.tsx'
import { openPalette } from '../library/palette/open-palette.ts'
import { Palette } from '../library/palette/palette.tsx'
import { type Command, useCommands } from './commands.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { toggleTheme } from './theme.ts'

const KeysDialog = lazy(() => import('./keys-dialog.tsx'))

/** What stands around every screen of somebody signed in. */
export function Frame() {
  const [keys, setKeys] = useState(false)
  const navigate = useNavigate()
  const operator = useMe().roles.includes('superadmin')
  useCommands(
    useMemo((): Command[] => {
      const group = 'Go to'
      return [
        { name: 'Search or command', keys: 'mod+k', icon: 'search', run: openPalette },
        { name: 'New book', icon: 'plus', run: () => void navigate({ to: '/new' }) },
        { name: 'Import', icon: 'up-from', run: () => void navigate({ to: '/import' }) },
        { name: 'Library', icon: 'book', group, run: () => void navigate({ to: '/' }) },
        { name: 'Templates', icon: 'notes', group, run: () => void navigate({ to: '/templates' }) },
        { name: 'Usage', icon: 'gauge', group, run: () => void navigate({ to: '/usage' }) },
        { name: 'Team', icon: 'people', group, run: () => void navigate({ to: '/team' }) },
        { name: 'Settings', icon: 'pen', group, run: () => void navigate({ to: '/settings' }) },
        ...(operator
          ? [{ name: 'Operator', icon: 'table' as const, group, run: () => void navigate({ to: '/operator' }) }]
          : []),
        { name: 'Light or dark', icon: 'half', run: toggleTheme },
        { name: 'Keys', keys: '?', icon: 'cmd', run: () => setKeys(true) },
        { name: 'Sign out', icon: 'arrow', run: () => void signOut() },
      ]
    }, [navigate, operator]),
  )
  return (
    <>
      <a className="skip" href="#main">
        To the page
      </a>
      <ConnectionBanner />
      <Outlet />
      <Palette />
      {keys && (
        <Suspense>
          <KeysDialog onClose={() => setKeys(false)} />
        </Suspense>
      )}
      <Toasts />
      <SignOutQuestion />
    </>
  )
}
