import { Link, useLocation } from '@tanstack/react-router'
import { type ComponentType, useEffect, useMemo, useRef } from 'react'
import { useCommands } from '../../app/commands.tsx'
import { ReadingPage } from '../../app/page.tsx'
import { router } from '../../app/router.tsx'
import { AccountSection } from './account-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { MailsSection } from './mails-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { SignInSection } from './sign-in-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import { WritingSection } from './writing-section.tsx'
import './settings.css'

const sections: readonly { id: string; name: string; Section: ComponentType }[] = [
  { id: 'profile', name: 'Profile', Section: ProfileSection },
  { id: 'appearance', name: 'Appearance', Section: AppearanceSection },
  { id: 'writing', name: 'Writing', Section: WritingSection },
  { id: 'mails', name: 'Mails', Section: MailsSection },
  { id: 'sign-in', name: 'Signing in', Section: SignInSection },
  { id: 'sessions', name: 'Sessions', Section: SessionsSection },
  { id: 'keys', name: 'Provider keys', Section: KeysSection },
  { id: 'tokens', name: 'API tokens', Section: TokensSection },
  { id: 'account', name: 'Your data', Section: AccountSection },
]

/** Everything about oneself, a section at a time; each has an address of its own: `/settings#tokens`. */
export function SettingsScreen() {
  const hash = useLocation({ select: location => location.hash })
  const { id: open, Section } = sections.find(one => one.id === hash) ?? sections[0]!
  useCommands(
    useMemo(
      () =>
        sections.map(({ id, name }) => ({
          name: `Settings: ${name}`,
          group: 'Settings',
          run: () => void router.navigate({ to: '/settings', hash: id }),
        })),
      [],
    ),
  )
  const nav = useRef<HTMLElement>(null)
  // On a phone the sections lie in a row that is wider than it.
  useEffect(() => {
    nav.current?.querySelector(`[href$="#${open}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [open])
  return (
    <ReadingPage title="Settings">
      <div className="settings">
        <nav ref={nav} className="settings__nav" aria-label="Settings">
          {sections.map(({ id, name }) => (
            <Link
              key={id}
              to="/settings"
              hash={id}
              activeOptions={{ includeHash: true }}
              aria-current={id === open ? 'page' : undefined}
            >
              {name}
            </Link>
          ))}
        </nav>
        <Section key={open} />
      </div>
    </ReadingPage>
  )
}
