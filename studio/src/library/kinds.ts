import type { Book } from './book.ts'

/** What a book can be, in the words of the screen. */
export const bookKinds: readonly { value: Book['kind']; label: string }[] = [
  { value: 'technical', label: 'Technical book' },
  { value: 'non-fiction', label: 'Non-fiction' },
  { value: 'fiction', label: 'Fiction' },
  { value: 'academic', label: 'Academic work' },
  { value: 'documentation', label: 'Documentation' },
]

const tags =
  'ar bg bn ca cs cy da de el en en-GB en-US es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lt lv mk ms nb nl nn pl pt pt-BR ro ru sk sl sq sr sv sw ta th tr uk ur vi zh-Hans zh-Hant'
const names = new Intl.DisplayNames('en', { type: 'language' })

function nameOf(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag // not a tag this browser knows; the server took it
  }
}

const common = tags
  .split(' ')
  .map(value => ({ value, label: nameOf(value) }))
  .sort((a, b) => a.label.localeCompare(b.label))

/** Languages to choose from; the one that is set is among them whatever it is. */
export function languagesWith(tag: string): readonly { value: string; label: string }[] {
  return common.some(one => one.value === tag) ? common : [{ value: tag, label: nameOf(tag) }, ...common]
}
