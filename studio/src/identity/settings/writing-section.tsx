import { useQuery } from '@tanstack/react-query'
import { SelectField } from '../../components/field.tsx'
import { languageOptions } from '../languages.ts'
import { useOrganization } from '../me.ts'
import { writersQuery } from '../models.ts'
import { FeatureChooser } from './feature-chooser.tsx'
import { NumberField } from './number-field.tsx'
import { SettingsPart, SettingsSection } from './settings-section.tsx'
import { type Settings, useSettings } from './use-settings.ts'

const tones: readonly { value: Settings['tone']; label: string }[] = [
  { value: 'conversational', label: 'Conversational: as one tells a friend' },
  { value: 'educational', label: 'Educational: step by step' },
  { value: 'opinionated', label: 'Opinionated: takes a side and says why' },
  { value: 'authority', label: 'Authority: states, and gives its sources' },
]

const timeZones = Intl.supportedValuesOf('timeZone')

/** What new books and drafts begin with. Books there are keep their own. */
export function WritingSection() {
  const { settings, change, state } = useSettings()
  const organization = useOrganization()
  const { data: models = [] } = useQuery(writersQuery(organization.id))
  const chosen = settings.defaultModel ?? ''
  const listed = models.map(({ id, name, available }) => ({
    value: id,
    label: available ? name : `${name} (needs a key)`,
  }))
  const zones = timeZones.includes(settings.timeZone) ? timeZones : [settings.timeZone, ...timeZones]
  return (
    <SettingsSection
      title="Writing"
      lead="What new books and drafts begin with. Books you have keep their own settings."
      state={state}
    >
      <SettingsPart title="Drafts">
        <SelectField
          label="Model"
          options={[
            { value: '', label: 'The one Octavo ships with' },
            ...(chosen && !listed.some(one => one.value === chosen) ? [{ value: chosen, label: chosen }] : []),
            ...listed,
          ]}
          value={chosen}
          onValue={model => change({ defaultModel: model || null })}
          help="The compositor needs no key: it arranges your own words."
        />
        <NumberField
          label="Length of a chapter"
          unit="words"
          min={1}
          max={100_000}
          value={settings.defaultWords}
          onValue={defaultWords => change({ defaultWords })}
        />
        <SelectField label="Tone" options={tones} value={settings.tone} onValue={tone => change({ tone })} />
        <SelectField
          label="Language"
          options={languageOptions(settings.language)}
          value={settings.language}
          onValue={language => change({ language })}
        />
      </SettingsPart>
      <SettingsPart title="Required features" lead="What every new book must use; audits say where one is missing.">
        <FeatureChooser
          chosen={settings.requiredFeatures}
          onChosen={requiredFeatures => change({ requiredFeatures })}
        />
      </SettingsPart>
      <SettingsPart title="Editor">
        <NumberField
          label="Save by itself every"
          unit="seconds"
          min={1}
          max={3600}
          value={settings.autosaveSeconds}
          onValue={autosaveSeconds => change({ autosaveSeconds })}
        />
        <SelectField
          label="Time zone"
          help="For days in usage and dates in mails"
          options={zones.map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          value={settings.timeZone}
          onValue={timeZone => change({ timeZone })}
        />
      </SettingsPart>
    </SettingsSection>
  )
}
