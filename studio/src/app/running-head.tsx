import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { IconButton } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Keys } from '../components/keys.tsx'
import { Menu, MenuItem, MenuLine } from '../components/menu.tsx'
import { Face } from '../components/progress.tsx'
import { useMe } from '../identity/me.ts'
import { signOut } from '../identity/sign-out.ts'
import { openPalette } from '../library/palette/open-palette.ts'
import { toggleTheme } from './theme.ts'

/** Octavo's sign: a sheet folded three times. */
export function Mark() {
  return (
    <svg
      width="16"
      height="22"
      viewBox="0 0 16 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      aria-hidden="true"
    >
      <path d="M.63.63h14.74v20.74H.63zM.63 11h14.74M8 11v10.37M8 16.2h7.37" />
      <path d="M11.7 16.2h3.67v5.17H11.7z" fill="var(--accent)" stroke="var(--accent)" />
    </svg>
  )
}

/** Where you are, on every screen; `children` takes the place of the main tabs inside a book. */
export function RunningHead({ children }: { children?: ReactNode }) {
  const me = useMe()
  const navigate = useNavigate()
  const operator = me.roles.includes('superadmin')
  return (
    <header className={children ? 'runhead' : 'runhead runhead--plain'}>
      <Link className="runhead__mark" to="/" aria-label="Octavo: library">
        <Mark />
      </Link>
      {children ?? (
        <nav className="tabs" aria-label="Main">
          <MainTab to="/">Library</MainTab>
          <MainTab to="/usage">Usage</MainTab>
          <MainTab to="/team">Team</MainTab>
          {operator && <MainTab to="/operator">Operator</MainTab>}
        </nav>
      )}
      <div className="runhead__right">
        <button type="button" className="finder" aria-keyshortcuts="Meta+K Control+K" onClick={openPalette}>
          <Icon name="search" />
          <span>Search or command</span>
          <Keys keys="mod+k" />
        </button>
        <IconButton icon="half" label="Light or dark" look="quiet" data-toggle-theme="" onClick={toggleTheme} />
        <Menu
          trigger={
            <button type="button" className="facebutton">
              <Face name={me.profile.name} />
              <span className="vh">: account</span>
            </button>
          }
        >
          <p className="menu__head">{me.profile.name}</p>
          <MenuItem icon="pen" onSelect={() => navigate({ to: '/settings' })}>
            Settings
          </MenuItem>
          <MenuItem icon="half" onSelect={toggleTheme}>
            Light or dark
          </MenuItem>
          <MenuLine />
          <MenuItem icon="arrow" onSelect={signOut}>
            Sign out
          </MenuItem>
        </Menu>
      </div>
    </header>
  )
}

function MainTab({ to, children }: { to: '/' | '/usage' | '/team' | '/operator'; children: ReactNode }) {
  return (
    <Link className="tab" to={to} activeOptions={{ exact: to === '/' }} activeProps={{ 'aria-current': 'page' }}>
      {children}
    </Link>
  )
}
