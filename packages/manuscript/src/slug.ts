import { createHash } from 'node:crypto'

const longest = 80
// Latin letters that NFKD does not take apart.
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŋ: 'ng',
  ı: 'i',
  '&': ' and ',
}

/**
 * A name for files and URLs: `a-z`, `0-9` and single hyphens, 1 to 80 characters, the same for the same title. Accents
 * are dropped (NFKD). Where letters of other scripts are lost, eight digits of the title's SHA-256 keep titles apart.
 * A title without letters or digits gives `untitled`.
 */
export function slugify(title: string): string {
  const latin = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[ßæœøđðþłħŋı&]/g, letter => letters[letter]!)
  const ascii = latin.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  if (!/[^\P{L}a-z]|[^\P{N}0-9]/u.test(latin)) return shorten(ascii, longest) || 'untitled'
  const digest = createHash('sha256').update(title.normalize('NFKC')).digest('hex').slice(0, 8)
  return [shorten(ascii, longest - 9), digest].filter(Boolean).join('-')
}

/** The slug of a title, with `-2`, `-3` … when it is taken. Does not add it to `taken`. */
export function uniqueSlug(title: string, taken: ReadonlySet<string>): string {
  const slug = slugify(title)
  if (!taken.has(slug)) return slug
  for (let number = 2; ; number++) {
    const suffix = `-${number}`
    const candidate = shorten(slug, longest - suffix.length) + suffix
    if (!taken.has(candidate)) return candidate
  }
}

/** Cuts a slug at a hyphen where one is near enough. */
function shorten(slug: string, limit: number): string {
  if (slug.length <= limit) return slug
  const cut = slug.lastIndexOf('-', limit)
  return slug.slice(0, cut > limit / 2 ? cut : limit)
}
