import { attribute, childrenNamed, type Element, find, findAll } from '../html/element.ts'

/** Classes by which paragraphs say after the conversion how they were set. */
export const classes = {
  title: 'octavo-title',
  subtitle: 'octavo-subtitle',
  contents: 'octavo-contents',
  centered: 'octavo-center',
  page: 'octavo-page',
}

const own = [
  `p[style-name='Title'] => p.${classes.title}:fresh`,
  `p[style-name='Subtitle'] => p.${classes.subtitle}:fresh`,
  `p[style-name^='toc '] => p.${classes.contents}:fresh`,
  `p[style-name^='TOC '] => p.${classes.contents}:fresh`,
  `p[style-name^='Contents '] => p.${classes.contents}:fresh`,
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Block Text'] => blockquote > p:fresh",
  "p[style-name='Quotations'] => blockquote > p:fresh",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  "p[style-name='Preformatted Text'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "p[style-name='Code'] => pre:separator('\\n')",
  "r[style-name='Emphasis'] => em",
  "r[style-name='Book Title'] => em",
  "r[style-name='Verbatim Char'] => code",
  "r[style-name='HTML Code'] => code",
  `br[type='page'] => hr.${classes.page}`,
  `p[style-name='${classes.centered}'] => p.${classes.centered}:fresh`,
]

/** How paragraphs and runs become HTML: by the styles of Word and LibreOffice, and by outline level for an author's own. */
export function styleMap(styles: Element | undefined): string[] {
  const levels = styles ? outlineLevels(styles) : new Map<string, number>()
  const headings = [...levels].map(([id, level]) => `p.${id} => h${level}:fresh`)
  return [...own, ...headings]
}

/** Styles that make headings, by id, with the level of it from 1; a style has what the one it is based on has. */
function outlineLevels(root: Element): Map<string, number> {
  const styles = new Map(
    findAll(root, 'style')
      .filter(style => attribute(style, 'type') === 'paragraph')
      .map(style => [attribute(style, 'styleId') ?? '', style] as const),
  )
  const levels = new Map<string, number>()
  for (const id of styles.keys()) {
    const level = levelOf(id, styles, 0)
    // The style map takes only ids such as these by name.
    if (level !== undefined && level < 6 && /^[A-Za-z][\w-]*$/.test(id)) levels.set(id, level + 1)
  }
  return levels
}

function levelOf(id: string | undefined, styles: Map<string, Element>, steps: number): number | undefined {
  const style = id === undefined || steps > 20 ? undefined : styles.get(id)
  if (!style) return undefined
  const name = attribute(childrenNamed(style, 'name')[0] ?? style, 'val') ?? ''
  if (/^(title|subtitle|toc )/i.test(name)) return undefined
  const outline = find(style, 'outlineLvl')
  if (outline) return Number.parseInt(attribute(outline, 'val') ?? '', 10) || 0
  const [base] = childrenNamed(style, 'basedOn')
  return base && levelOf(attribute(base, 'val'), styles, steps + 1)
}
