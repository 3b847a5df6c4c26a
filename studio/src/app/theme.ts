export type Theme = 'light' | 'dark' | 'system'

/** What was chosen on this machine; `public/theme.js` applies it before the first paint. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem('octavo-theme')
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Chooses light, dark, or what the system says. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem('octavo-theme')
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem('octavo-theme', theme)
    document.documentElement.dataset.theme = theme
  }
}

/** From light to dark and back. */
export function toggleTheme(): void {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
  const systemDark = matchMedia('(prefers-color-scheme: dark)').matches
  const now = chosenTheme() === 'system' ? systemDark : dark
  chooseTheme(now ? 'light' : 'dark')
}
