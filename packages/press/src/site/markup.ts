/** HTML that may be put into a page as it is: made by `html`, or by the renderer of the book's text. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

type Part = Markup | string | number | false | null | undefined | readonly Part[]

/** A template of HTML. Whatever is put into it is escaped, unless it is Markup; lists are joined, nothing is left out. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = strings[0]!
  for (const [at, part] of parts.entries()) text += shown(part) + strings[at + 1]!
  return new Markup(text)
}

function shown(part: Part): string {
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(shown).join('')
  return part === undefined || part === null || part === false ? '' : escapeHtml(String(part))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For text and for the value of an attribute in quotes; XML as well as HTML. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => entities[character]!)

/** JSON that can stand inside a `<script>`: nothing in it can end the script. */
export const scriptJson = (value: unknown): Markup =>
  new Markup(
    JSON.stringify(value).replace(
      /[<\u2028\u2029]/g,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )
