import { useState } from 'react'
import { chooseTheme, chosenTheme, type Theme } from '../../app/theme.ts'
import { Switch } from '../../components/field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { NumberField } from './number-field.tsx'
import { SettingsPart, SettingsSection } from './settings-section.tsx'
import { useSettings } from './use-settings.ts'

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system says' },
]

/** How the studio looks: light or dark, and the source editor. */
export function AppearanceSection() {
  const { settings, change, state } = useSettings()
  const [theme, setTheme] = useState(chosenTheme)
  return (
    <SettingsSection title="Appearance" lead="Kept as you choose." state={state}>
      <SettingsPart title="Light or dark" lead="At once on this machine, and on others when you sign in there next.">
        <Segmented
          label="Light or dark"
          options={themes}
          value={theme}
          onValue={chosen => {
            setTheme(chosen)
            chooseTheme(chosen)
            change({ theme: chosen })
          }}
        />
      </SettingsPart>
      <SettingsPart title="Source editor">
        <NumberField
          label="Font size"
          unit="px"
          min={8}
          max={40}
          value={settings.fontSize}
          onValue={fontSize => change({ fontSize })}
        />
        <Switch checked={settings.lineNumbers} onChange={event => change({ lineNumbers: event.target.checked })}>
          Line numbers
        </Switch>
        <figure className="sample" aria-label="How source looks">
          {['# The tide table', '', 'Rise and fall, {ref}`fig-tide`.'].map((line, index) => (
            <div key={line} style={{ fontSize: settings.fontSize, lineHeight: 1.7 }}>
              {settings.lineNumbers && <span aria-hidden="true">{index + 1}</span>}
              <code>{line || '\u00a0'}</code>
            </div>
          ))}
        </figure>
      </SettingsPart>
    </SettingsSection>
  )
}
