import { Icon, type IconName } from '../../components/icon.tsx'

/** The pane a phone shows. */
export type PhonePane = 'tree' | 'source' | 'preview' | 'inspector'

const panes: readonly { value: PhonePane; label: string; icon: IconName }[] = [
  { value: 'tree', label: 'Chapters', icon: 'tree' },
  { value: 'source', label: 'Source', icon: 'code' },
  { value: 'preview', label: 'Preview', icon: 'eye' },
  { value: 'inspector', label: 'Inspector', icon: 'notes' },
]

/** Which pane is shown where there is room for one. */
export function Switcher({ value, onValue }: { value: PhonePane; onValue: (value: PhonePane) => void }) {
  return (
    <div className="switcher" role="radiogroup" aria-label="Pane">
      {panes.map(pane => (
        <label key={pane.value}>
          <input type="radio" name="pane" checked={pane.value === value} onChange={() => onValue(pane.value)} />
          <Icon name={pane.icon} />
          {pane.label}
        </label>
      ))}
    </div>
  )
}
