import type { BoundPage } from '../book/bound-book.ts'
import { type HeadOptions, head, type ShellFiles } from './head.ts'
import { html, Markup } from './markup.ts'
import { navigationTree, sections, turnPage } from './navigation.ts'
import type { PageText } from './site-cache.ts'
import { hasText, type SitePlan } from './site-plan.ts'

/** Icons of 20 × 20 units, drawn in the colour of the text around them. */
const icon = (path: string) =>
  new Markup(
    `<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`,
  )
const icons = {
  menu: icon('<path d="M3 5.5h14M3 10h9M3 14.5h14"/>'),
  search: icon('<circle cx="9" cy="9" r="5.5"/><path d="m13.2 13.2 4 4"/>'),
  close: icon('<path d="m5 5 10 10M15 5 5 15"/>'),
  colours: icon('<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>'),
}

/** A page with all that is around its text. */
export function document(
  plan: SitePlan,
  files: ShellFiles,
  options: HeadOptions,
  { main, aside, kind }: { main: Markup; aside?: Markup | false; kind: string },
): string {
  const { book, words, wordsLanguage, page } = { ...plan, page: options.page }
  const foreign = wordsLanguage !== book.language.toLowerCase().split(/[-_]/)[0] && html` lang="${wordsLanguage}"`
  return html`<!doctype html>
<html lang="${book.language}" dir="${plan.direction}" data-theme="${plan.theme}">
<head>
${head(plan, files, options)}</head>
<body class="${kind}">
<a class="skip" href="#text"${foreign}>${words.skip}</a>
<header class="bar">
<button type="button" class="menu" popovertarget="contents" aria-label="${words.contents}"${foreign}>${icons.menu}</button>
<a class="book" href="index.html">${book.title}</a>
<div class="tools"${foreign}>
<button type="button" class="search" data-search aria-label="${words.search}" aria-keyshortcuts="/ Control+K Meta+K">${icons.search}<span>${words.search}</span><kbd aria-hidden="true">/</kbd></button>
<button type="button" class="colours" data-colours aria-label="${words.dark}">${icons.colours}</button>
</div>
</header>
<div class="frame">
<nav id="contents" class="contents" popover aria-label="${words.contents}">
<div class="contents-head"><span${foreign}>${words.contents}</span><button type="button" popovertarget="contents" popovertargetaction="hide" aria-label="${words.close}"${foreign}>${icons.close}</button></div>
${navigationTree(plan, page)}
</nav>
<main id="text" tabindex="-1">
${main}
</main>
${aside}</div>
</body>
</html>
`.text
}

export function pageDocument(plan: SitePlan, files: ShellFiles, page: BoundPage, text: PageText): string {
  const { book, words } = plan
  const { parent } = page
  const part = parent && html`<a href="${plan.addresses.get(parent.slug)}">${parent.shortTitle}</a>`
  const eyebrow =
    (part || page.numberLabel) &&
    html`<p class="eyebrow">${part}${part && page.numberLabel && html` <span aria-hidden="true">·</span> `}${page.numberLabel}</p>\n`
  const main = html`<article>
<header class="opening">
${eyebrow}<h1>${new Markup(text.title)}</h1>
${page.subtitle && html`<p class="subtitle">${page.subtitle}</p>\n`}</header>
<div class="prose">
${new Markup(text.content)}${text.notes && html`\n${new Markup(text.notes)}`}
</div>
${!hasText(page) && partContents(plan, page)}</article>
${turnPage(plan, page)}`
  const shown = sections(page)
  const aside =
    shown.text !== '' &&
    html`<nav class="on-page" aria-labelledby="on-page"><h2 id="on-page">${words.onThisPage}</h2>${shown}</nav>\n`
  const title = [page.numberLabel, page.title].filter(Boolean).join(': ')
  return document(
    plan,
    files,
    {
      title: `${title} · ${book.title}`,
      description: page.description ?? summary(text.content),
      address: plan.addresses.get(page.slug)!,
      page,
    },
    { main, aside, kind: `page page-${page.kind}` },
  )
}

/** What a part without text of its own shows: the pages in it. */
function partContents(plan: SitePlan, part: BoundPage): Markup {
  return html`<ol class="book-contents">${plan.book.pages
    .filter(({ parent }) => parent === part)
    .map(page => contentsEntry(plan, page))}</ol>\n`
}

/** A page as contents of a book or a part name it. */
export function contentsEntry(plan: SitePlan, page: BoundPage, below?: Markup | false): Markup {
  return html`<li class="${page.kind}"><a href="${plan.addresses.get(page.slug)}"><span class="number">${
    page.kind === 'part' ? page.numberLabel : page.number
  }</span> <span class="name">${page.title}</span></a>${page.description && html`<p>${page.description}</p>`}${below}</li>`
}

/** The first words of a text, for those who are shown a link to it. */
function summary(content: string): string | undefined {
  const paragraph = /<p(?:\s[^>]*)?>([\s\S]*?)<\/p>/.exec(content)?.[1]
  if (!paragraph) return undefined
  const words = paragraph
    .replace(/<annotation[\s\S]*?<\/annotation>|<[^>]+>/g, '')
    .replace(/&(?:amp|#x26);/g, '&')
    .replace(/&(?:lt|#x3C);/g, '<')
    .replace(/\s+/g, ' ')
    .trim()
  if (words.length <= 200) return words || undefined
  return `${words.slice(0, words.lastIndexOf(' ', 198))} …`
}
