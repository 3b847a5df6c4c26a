import { Switch } from '../../components/field.tsx'
import { useMe } from '../me.ts'
import { SettingsPart, SettingsSection } from './settings-section.tsx'
import { useSettings } from './use-settings.ts'

/** Which mails Octavo writes. */
export function MailsSection() {
  const { email } = useMe()
  const { settings, change, state } = useSettings()
  return (
    <SettingsSection
      title="Mails"
      lead={
        <>
          They go to <bdi>{email}</bdi>, at most one for each thing that happened.
        </>
      }
      state={state}
    >
      <SettingsPart title="When you want them">
        <Switch checked={settings.mailJobs} onChange={event => change({ mailJobs: event.target.checked })}>
          A job of mine that took two minutes or longer has ended
        </Switch>
        <Switch checked={settings.mailComments} onChange={event => change({ mailComments: event.target.checked })}>
          Somebody comments on a book I began, or answers me
        </Switch>
      </SettingsPart>
      <SettingsPart title="Always">
        <p className="soft">
          Invitations, and what you ask for yourself: confirming an address, changing it, a new password. Without them
          nobody could sign in. Octavo writes no others.
        </p>
      </SettingsPart>
    </SettingsSection>
  )
}
