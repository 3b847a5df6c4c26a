import { Icon, type IconName } from './icon.tsx'

/** One of two to four ways to see the same thing. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onValue,
}: {
  label: string
  options: readonly { value: Value; label: string; icon?: IconName }[]
  value: Value
  onValue: (value: Value) => void
}) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          className={option.icon ? 'seg__b seg__b--icon' : 'seg__b'}
          aria-pressed={option.value === value}
          aria-label={option.icon && option.label}
          title={option.icon && option.label}
          onClick={() => onValue(option.value)}
        >
          {option.icon ? <Icon name={option.icon} /> : option.label}
        </button>
      ))}
    </div>
  )
}
