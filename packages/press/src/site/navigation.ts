import type { BoundPage } from '../book/bound-book.ts'
import { html, type Markup } from './markup.ts'
import type { PageBranch, SitePlan } from './site-plan.ts'
import { hasText } from './site-plan.ts'

/** Beyond this many pages only the part that is read is open. */
const manyPages = 40

/** The tree of parts and chapters; below the page that is read, its sections. */
export function navigationTree(plan: SitePlan, current: BoundPage | undefined): Markup {
  const open = new Set<BoundPage>()
  for (let page = current; page; page = page.parent) open.add(page)
  return list(plan, plan.tree, current, open)
}

function list(
  plan: SitePlan,
  branches: readonly PageBranch[],
  current: BoundPage | undefined,
  open: ReadonlySet<BoundPage>,
): Markup {
  return html`<ol>${branches.map(branch => html`<li>${item(plan, branch, current, open)}</li>`)}</ol>`
}

function item(
  plan: SitePlan,
  { page, below }: PageBranch,
  current: BoundPage | undefined,
  open: ReadonlySet<BoundPage>,
): Markup {
  const own = below.length === 0 || hasText(page)
  const link = own && pageLink(plan, page, current)
  if (below.length === 0) return html`${link}${page === current && sections(page)}`
  const isOpen = open.has(page) || plan.book.pages.length <= manyPages
  return html`<details${isOpen && html` open`}><summary>${nameOf(page)}</summary>${
    own && html`<div class="own">${link}${page === current && sections(page)}</div>`
  }${list(plan, below, current, open)}</details>`
}

const pageLink = (plan: SitePlan, page: BoundPage, current: BoundPage | undefined): Markup =>
  html`<a href="${plan.addresses.get(page.slug)}"${page === current && html` aria-current="page"`}>${nameOf(page)}</a>`

function nameOf(page: BoundPage): Markup {
  const number = page.kind === 'part' ? page.numberLabel : page.number
  if (!number || namesNumber(page)) return html`<span class="name">${page.shortTitle}</span>`
  return html`<span class="number">${number}</span> <span class="name">${page.shortTitle}</span>`
}

/** Whether an author has put the number into the short title himself: `Ch. 3: Leases`. */
const namesNumber = ({ shortTitle, number }: BoundPage): boolean =>
  number !== undefined &&
  shortTitle
    .split(/[\s:.–—-]+/, 3)
    .slice(0, 2)
    .includes(number)

/** Sections of the page, down to those in sections. */
export function sections(page: BoundPage, depth = 3): Markup {
  const shown = page.headings.filter(heading => heading.depth <= depth)
  if (shown.length === 0) return html``
  return html`<ol class="sections">${shown.map(
    ({ id, title, number, depth }) =>
      html`<li class="depth-${depth}"><a href="#${id}">${number && html`<span class="number">${number}</span> `}${title}</a></li>`,
  )}</ol>`
}

/** Where to go on from a page, and back. */
export function neighbours(plan: SitePlan, page: BoundPage): { previous?: BoundPage; next?: BoundPage } {
  const at = plan.sequence.indexOf(page)
  // A part without text leads to what is in it.
  if (at < 0) {
    const next = plan.sequence.find(({ parent }) => parent === page)
    return next ? { next } : {}
  }
  const [previous, next] = [plan.sequence[at - 1], plan.sequence[at + 1]]
  return { ...(previous && { previous }), ...(next && { next }) }
}

export function turnPage(plan: SitePlan, page: BoundPage): Markup {
  const { previous, next } = neighbours(plan, page)
  const link = (to: BoundPage, rel: 'prev' | 'next', word: string) =>
    html`<a rel="${rel}" href="${plan.addresses.get(to.slug)}"><span>${word}</span>${
      to.numberLabel && html` <small>${to.numberLabel}</small>`
    } <strong>${to.shortTitle}</strong></a>`
  return html`<nav class="turn" aria-label="${plan.words.previous} / ${plan.words.next}">${
    previous
      ? link(previous, 'prev', plan.words.previous)
      : html`<a rel="prev" href="index.html"><span>${plan.words.previous}</span> <strong>${plan.book.title}</strong></a>`
  }${next && link(next, 'next', plan.words.next)}</nav>`
}
