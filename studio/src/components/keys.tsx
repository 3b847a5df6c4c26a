const apple = /mac|iphone|ipad/i.test(navigator.userAgent)

const signs: Record<string, string> = apple
  ? { mod: '⌘', shift: '⇧', alt: '⌥', Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', Enter: 'Enter', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' }

/** A key or a chord as it is printed on this machine's keyboard: `mod+shift+f`. `spoken`: where nothing else says it. */
export function Keys({ keys, spoken = false }: { keys: string; spoken?: boolean }) {
  const parts = keys.split('+').map(part => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))
  return (
    <span className="kbd" aria-hidden={spoken ? undefined : true}>
      {parts.join(apple ? '' : ' ')}
    </span>
  )
}

/** Whether a keyboard event is this chord. `mod` is ⌘ on Apple's keyboards and Ctrl elsewhere. */
export function isChord(event: KeyboardEvent | React.KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1)!
  const mod = apple ? event.metaKey : event.ctrlKey
  // With ⌥ down, a letter's key is whatever sign it writes; only its place on the keyboard tells which it is.
  const pressed = event.altKey && event.code.startsWith('Key') ? event.code.slice(3) : event.key
  return (
    pressed.toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('mod') &&
    (key === '?' || event.shiftKey === parts.includes('shift')) &&
    event.altKey === parts.includes('alt')
  )
}
