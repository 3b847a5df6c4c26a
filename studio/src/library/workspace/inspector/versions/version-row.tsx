import { IconButton } from '../../../../components/button.tsx'
import { Menu, MenuItem, MenuLine } from '../../../../components/menu.tsx'
import { Chip } from '../../../../components/progress.tsx'
import { ago, count, number } from '../../../../components/words.ts'
import { authorsOf, kindOf, type Version } from './versions.ts'

/** One version: who, how, when, how much longer; what can be done with it under one button. */
export function VersionRow({
  version,
  older,
  isNewest,
  me,
  mayEdit,
  onCompare,
  onCompareBefore,
  onView,
  onLabel,
  onRestore,
}: {
  version: Version
  older: Version | undefined
  isNewest: boolean
  me: string
  mayEdit: boolean
  onCompare: () => void
  onCompareBefore: (older: number) => void
  onView: () => void
  onLabel: () => void
  onRestore: () => void
}) {
  const by = authorsOf(version, me)
  const before = older?.words ?? (version.number === 1 ? 0 : undefined)
  const facts = [
    ago(version.createdAt),
    by ? kindOf(version) : undefined,
    before === undefined ? count(version.words, 'word') : difference(version.words - before),
    version.model,
  ].filter(Boolean)
  return (
    <li className={isNewest ? 'version is-current' : 'version'}>
      <i aria-hidden="true" />
      <span>
        <b>Version {version.number}</b> {by ? `by ${by}` : kindOf(version)}
        {version.label && (
          <>
            {' '}
            <Chip look="hint" icon="pin">
              <span dir="auto">{version.label}</span>
            </Chip>
          </>
        )}
      </span>
      <Menu trigger={<IconButton icon="more" label={`Version ${version.number}: more`} look="quiet" size="s" />}>
        <MenuItem icon="eye" onSelect={onView}>
          Look at it
        </MenuItem>
        {older && (
          <MenuItem icon="split" onSelect={() => onCompareBefore(older.number)}>
            What it changed
          </MenuItem>
        )}
        {!isNewest && (
          <MenuItem icon="split" onSelect={onCompare}>
            Compare with the newest
          </MenuItem>
        )}
        {mayEdit && (
          <>
            <MenuLine />
            <MenuItem icon="pin" onSelect={onLabel}>
              {version.label ? 'Change its name…' : 'Name it…'}
            </MenuItem>
            {!isNewest && (
              <MenuItem icon="undo" onSelect={onRestore}>
                Restore
              </MenuItem>
            )}
          </>
        )}
      </Menu>
      <p dir="auto">
        {facts.join(', ')}
        {version.note && (
          <>
            <br />
            {version.note}
          </>
        )}
      </p>
    </li>
  )
}

function difference(words: number): string {
  if (words === 0) return 'as many words'
  return `${words > 0 ? '+' : '−'}${number(Math.abs(words))} ${Math.abs(words) === 1 ? 'word' : 'words'}`
}
