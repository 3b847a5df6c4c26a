const names = new Intl.DisplayNames('en', { type: 'language' })

const offered = [
  ...['ar', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'en-US', 'es', 'fa', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja'],
  ...['ko', 'nl', 'no', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sv', 'th', 'tr', 'uk', 'vi', 'zh-CN', 'zh-TW'],
]

/** Languages to choose from, by their English names; `also` is one of them even when nobody thought of it. */
export function languageOptions(also: string): { value: string; label: string }[] {
  return [...new Set([...offered, also])]
    .map(value => ({ value, label: languageName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag // RangeError: no well-formed tag
  }
}

/** The language this browser is set to, when it is one we offer. */
export function browserLanguage(): string {
  const [first = 'en'] = navigator.languages
  return offered.find(tag => tag === first) ?? offered.find(tag => tag === first.split('-')[0]) ?? 'en'
}
