import { Outlet } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Toasts } from '../components/toast.tsx'
import { openPalette } from '../library/palette/open-palette.ts'
import { Palette } from '../library/palette/palette.tsx'
import { useCommands } from './commands.tsx'
import { toggleTheme } from './theme.ts'

/** What stands around every screen of somebody signed in. */
export function Frame() {
  useCommands(
    useMemo(
      () => [
        { name: 'Search or command', keys: 'mod+k', icon: 'search', run: openPalette },
        { name: 'Light or dark', icon: 'half', run: toggleTheme },
      ],
      [],
    ),
  )
  return (
    <>
      <a className="skip" href="#main">
        To the page
      </a>
      <Outlet />
      <Palette />
      <Toasts />
    </>
  )
}
