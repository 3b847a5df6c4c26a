import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Keys } from '../components/keys.tsx'
import { useAllCommands } from './commands.tsx'

interface Row {
  name: string
  keys: readonly string[]
}

/** Keys that belong to a part of a screen and not to a command. */
const parts: readonly { name: string; rows: readonly Row[] }[] = [
  {
    name: 'In trees',
    rows: [
      { name: 'Move', keys: ['ArrowUp', 'ArrowDown'] },
      { name: 'Fold, unfold', keys: ['←', '→'] },
      { name: 'Carry', keys: ['alt+ArrowUp', 'alt+ArrowDown'] },
      { name: 'Nest, take out', keys: ['Tab', 'shift+Tab'] },
      { name: 'Rename', keys: ['r'] },
      { name: 'Split', keys: ['s'] },
      { name: 'Join', keys: ['j'] },
      { name: 'Delete', keys: ['Del'] },
    ],
  },
  { name: 'In menus and dialogs', rows: [{ name: 'Back', keys: ['Escape'] }] },
]

/** Every key of the screen that is open. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands().filter(command => command.keys)
  const here = { name: 'On this screen', rows: commands.map(({ name, keys }) => ({ name, keys: [keys!] })) }
  return (
    <Dialog title="Keys" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <div className="keys">
        {[here, ...parts].map(({ name, rows }) => (
          <section key={name}>
            <h3 className="small quiet">{name}</h3>
            <dl>
              {rows.map(row => (
                <div key={row.name}>
                  <dt>{row.name}</dt>
                  <dd>
                    {row.keys.map(keys => (
                      <Keys key={keys} keys={keys} spoken />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
