import type { ShellFiles } from './head.ts'
import { html, Markup } from './markup.ts'
import { contentsEntry, document } from './shell.ts'
import { hasText, type PageBranch, type SitePlan } from './site-plan.ts'

/** The page a reader comes to first: cover, title, what it is about, and everything in it. */
export function bookDocument(plan: SitePlan, files: ShellFiles): string {
  const { book, words } = plan
  const first = plan.sequence[0]
  const main = html`<article class="title-page">
<header>
${files.cover && html`<img class="cover" src="${files.cover.file}" width="${files.cover.width}" height="${files.cover.height}" alt="" fetchpriority="high">\n`}<div class="about">
<h1>${book.title}</h1>
${book.subtitle && html`<p class="subtitle">${book.subtitle}</p>\n`}${book.authors.length > 0 && html`<p class="authors">${book.authors.join(', ')}</p>\n`}${book.description && html`<p class="description">${book.description.trim()}</p>\n`}<p class="acts">${
    first && html`<a class="act" href="${plan.addresses.get(first.slug)}">${words.startReading}</a>`
  }<button type="button" class="save" data-save hidden>${words.save}</button></p>
</div>
</header>
${book.dedication && html`<p class="dedication">${book.dedication}</p>\n`}<section aria-labelledby="book-contents">
<h2 id="book-contents">${book.words.contents}</h2>
<ol class="book-contents">${plan.tree.map(branch => entry(plan, branch))}</ol>
</section>
${imprint(plan)}</article>`
  return document(
    plan,
    files,
    {
      title: book.authors.length > 0 ? `${book.title} · ${book.authors.join(', ')}` : book.title,
      description: book.description?.trim() ?? book.subtitle,
      address: 'index.html',
    },
    { main, kind: 'front-door' },
  )
}

function entry(plan: SitePlan, { page, below }: PageBranch): Markup {
  const list = below.length > 0 && html`<ol>${below.map(branch => entry(plan, branch))}</ol>`
  if (hasText(page)) return contentsEntry(plan, page, list)
  return html`<li class="part"><h3>${page.numberLabel && html`<span class="number">${page.numberLabel}</span> `}${page.title}</h3>${list}</li>`
}

function imprint({ book }: SitePlan): Markup {
  const facts = [book.publisher, book.isbn && `ISBN ${book.isbn}`, book.rights].filter(
    fact => fact !== undefined && fact !== '',
  )
  return facts.length === 0 ? new Markup('') : html`<footer class="imprint"><p>${facts.join(' · ')}</p></footer>`
}
