import type { ReactNode } from 'react'
import { explain, hasCode } from '../api/client.ts'
import { Button, buttonClass } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** Nothing here yet: what is so, and what to do. */
export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <h2 className="h3">{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className="empty__a">{actions}</div>}
    </div>
  )
}

const bannerIcons: Record<'plain' | 'hint' | 'warn' | 'stop', IconName> = {
  plain: 'link',
  hint: 'eye',
  warn: 'warn',
  stop: 'stop',
}

/** A state of the whole screen. */
export function Banner({
  look = 'plain',
  icon,
  children,
  action,
}: {
  look?: 'plain' | 'hint' | 'warn' | 'stop'
  icon?: IconName
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={look === 'plain' ? 'banner' : `banner banner--${look}`} role={look === 'stop' ? 'alert' : 'status'}>
      <Icon name={icon ?? bannerIcons[look]} />
      <span>{children}</span>
      {action && <span className="banner__a">{action}</span>}
    </div>
  )
}

/** What failed, in the words of the error, with a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail } = explain(error)
  const gone = hasCode(error, 'not_found')
  const signedOut = hasCode(error, 'not_signed_in')
  return (
    <div className="empty" role="alert">
      <h2 className="h3">{gone ? 'Not here, or not yours to see' : signedOut ? 'You are signed out' : title}</h2>
      <p>{signedOut ? 'Sign in again; you come back here by yourself.' : detail}</p>
      {signedOut && (
        <div className="empty__a">
          <a className={buttonClass({ look: 'primary' })} href={signInAddress()}>
            Sign in
          </a>
        </div>
      )}
      {retry && !gone && !signedOut && (
        <div className="empty__a">
          <Button onClick={retry}>Try again</Button>
        </div>
      )}
    </div>
  )
}

/** Where one signs in and comes back from to what is open now. */
const signInAddress = (): string =>
  `/sign-in?${new URLSearchParams({ next: location.pathname + location.search + location.hash })}`

/** What is being loaded, and grey lines where its text will be. */
export function Loading({ what, lines = 3 }: { what: string; lines?: number }) {
  return (
    <div className="loading" aria-busy="true" role="status">
      <p className="small quiet">{what}</p>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skel" style={{ width: `${[92, 97, 58, 84][line % 4]}%` }} />
      ))}
    </div>
  )
}
