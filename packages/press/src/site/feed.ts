import { escapeHtml } from './markup.ts'
import type { SitePlan } from './site-plan.ts'

/** Where search engines find the pages (https://www.sitemaps.org/protocol.html). */
export function sitemap({ book, sequence, addresses }: SitePlan, baseUrl: string): string {
  const urls = ['', ...sequence.map(({ slug }) => addresses.get(slug)!)]
  const entry = (file: string) =>
    `<url><loc>${escapeHtml(baseUrl + file)}</loc><lastmod>${day(book.modified)}</lastmod></url>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.map(entry).join('\n')}
</urlset>
`
}

/** The chapters for readers of feeds: Atom, RFC 4287. */
export function feed({ book, sequence, addresses }: SitePlan, baseUrl: string): string {
  const updated = `<updated>${book.modified.toISOString()}</updated>`
  const entries = sequence.map(page => {
    const url = escapeHtml(baseUrl + addresses.get(page.slug))
    const title = [page.numberLabel, page.title].filter(Boolean).join(': ')
    const summary = page.description ? `<summary>${escapeHtml(page.description)}</summary>` : ''
    return `<entry><id>${url}</id><title>${escapeHtml(title)}</title><link href="${url}"/>${updated}${summary}</entry>`
  })
  const authors = (book.authors.length > 0 ? book.authors : [book.publisher ?? book.title]).map(
    name => `<author><name>${escapeHtml(name)}</name></author>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeHtml(book.language)}">
<id>urn:uuid:${escapeHtml(book.id)}</id>
<title>${escapeHtml(book.title)}</title>
${book.subtitle ? `<subtitle>${escapeHtml(book.subtitle)}</subtitle>\n` : ''}${updated}
<link href="${escapeHtml(baseUrl)}"/>
<link rel="self" href="${escapeHtml(baseUrl)}feed.xml"/>
${authors.join('\n')}
${entries.join('\n')}
</feed>
`
}

export const robots = (baseUrl: string | undefined): string =>
  `User-agent: *\nAllow: /\n${baseUrl ? `Sitemap: ${baseUrl}sitemap.xml\n` : ''}`

const day = (date: Date) => date.toISOString().slice(0, 10)
