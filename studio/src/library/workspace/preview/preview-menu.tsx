import { Button } from '../../../components/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../../components/menu.tsx'

/** How a preview is shown. */
export interface Look {
  style: 'site' | 'literary' | 'technical'
  phone: boolean
}

const styles = [
  { value: 'site', label: 'As on the site' },
  { value: 'literary', label: 'Literary' },
  { value: 'technical', label: 'Technical' },
] as const

/** Chooses the style and the width of the preview. */
export function PreviewMenu({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const name = styles.find(({ value }) => value === look.style)!.label
  return (
    <Menu
      align="start"
      trigger={
        <Button look="quiet" size="s" className="preview__menu" aria-label={`Style of the preview: ${name}`}>
          {look.phone ? `${name}, phone` : name}
          <i className="icon i-down" aria-hidden="true" />
        </Button>
      }
    >
      <MenuChoice label="Style" options={styles} value={look.style} onValue={style => onLook({ ...look, style })} />
      <MenuLine />
      <MenuItem icon={look.phone ? 'check' : 'phone'} onSelect={() => onLook({ ...look, phone: !look.phone })}>
        {look.phone ? 'Phone width is on' : 'Phone width'}
      </MenuItem>
    </Menu>
  )
}

/** What was chosen on this machine. */
export function chosenLook(): Look {
  const [style, phone] = (localStorage.getItem('octavo-preview') ?? '').split(' ')
  const known = styles.find(({ value }) => value === style)
  return { style: known?.value ?? 'site', phone: phone === 'phone' }
}

export function keepLook({ style, phone }: Look): void {
  localStorage.setItem('octavo-preview', `${style} ${phone ? 'phone' : 'wide'}`)
}
