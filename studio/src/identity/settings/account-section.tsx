import { ask } from '@octavo/server/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { FormProblem } from '../form-problem.tsx'
import { useMe } from '../me.ts'
import { TypedConfirm } from '../typed-confirm.tsx'
import { SettingsPart, SettingsSection } from './settings-section.tsx'

/** Taking everything along, and closing the account. */
export function AccountSection() {
  const me = useMe()
  const [closing, setClosing] = useState(false)
  const close = useMutation({
    mutationFn: () => ask(api.v1.me.$delete()),
    onSuccess: () => location.assign('/sign-in'),
    onError: () => setClosing(false),
  })
  return (
    <SettingsSection title="Your data">
      <SettingsPart
        title="Take everything along"
        lead="One archive: your account, every book you began with its files, sources, versions, comments and codex, and what you used."
      >
        <div>
          <a className={buttonClass()} href="/v1/me/export" download>
            <Icon name="down-to" />
            Export all my data
          </a>
        </div>
        <p className="quiet small">It is made while it downloads. Books that others began are not in it.</p>
      </SettingsPart>
      <SettingsPart
        title="Close the account"
        lead="You are signed out everywhere at once. After 30 days everything is erased; until then an operator can undo it."
      >
        <FormProblem error={close.error} />
        <div>
          <Button look="danger" onClick={() => setClosing(true)}>
            Delete my account
          </Button>
        </div>
      </SettingsPart>
      {closing && (
        <TypedConfirm
          title="Delete your account?"
          description="Your sessions and tokens end now, and in 30 days your personal books are erased. Books of other organizations stay with them."
          word={me.email}
          act="Delete my account"
          busy={close.isPending ? 'Deleting' : undefined}
          onConfirm={() => close.mutate()}
          onClose={() => setClosing(false)}
        />
      )}
    </SettingsSection>
  )
}
