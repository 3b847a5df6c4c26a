/** Search and commands: ⌘K. */
export function Palette() {
  return null
}
