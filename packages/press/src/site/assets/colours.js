// Light or dark. The system decides until the reader does; choosing what the system has anyway gives the choice back.
const button = document.querySelector('[data-colours]')
const system = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement

const isDark = () => (root.dataset.colours ? root.dataset.colours === 'dark' : system.matches)

function label() {
  button.setAttribute('aria-label', isDark() ? site.words.light : site.words.dark)
  button.title = button.getAttribute('aria-label')
}

function choose(dark) {
  const colours = dark === system.matches ? undefined : dark ? 'dark' : 'light'
  if (colours) root.dataset.colours = colours
  else delete root.dataset.colours
  try {
    if (colours) localStorage.setItem('octavo-colours', colours)
    else localStorage.removeItem('octavo-colours')
  } catch {
    // Storage is shut: the choice holds for this page.
  }
  label()
}

button?.addEventListener('click', () => choose(!isDark()))
system.addEventListener('change', label)
if (button) label()
