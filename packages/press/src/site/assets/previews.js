// Shows what a reference leads to beside it: on hover, on focus by keyboard, on a tap. Escape closes it.
const card = site.element('aside', { class: 'preview', popover: 'manual', 'aria-label': site.words.preview })
const article = document.querySelector('article')
const file = location.pathname.split('/').at(-1) || 'index.html'
let shownFor
let timer

const linkOf = event => {
  const link = event.target.closest?.('.prose a[href]')
  return link?.matches('.reference, [role="doc-noteref"]') ? link : undefined
}

/** The nodes to show. The text of pages is made by the same renderer as the page itself, so it may be put in as HTML. */
async function contentOf(link) {
  if (link.matches('[role="doc-noteref"]')) {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.cloneNode(true)
    for (const back of note?.querySelectorAll('[role="doc-backlink"]') ?? []) back.remove()
    return note?.childNodes
  }
  const [page = '', anchor = ''] = link.getAttribute('href').split('#')
  await site.load(`previews/${(page || file).replace(/\.html$/, '')}.js`)
  const markup = octavoPreviews[page || file]?.[decodeURIComponent(anchor)]
  return markup && new DOMParser().parseFromString(markup, 'text/html').body.childNodes
}

async function show(link, tapped) {
  if (shownFor === link) return
  shownFor = link
  let content
  try {
    content = await contentOf(link)
  } catch {
    // Without its preview a link is still a link.
  }
  if (shownFor !== link) return
  if (!content?.length) {
    hide()
    return
  }
  card.replaceChildren(...content)
  for (const named of card.querySelectorAll('[id]')) named.removeAttribute('id')
  if (tapped) {
    card.append(site.element('a', { class: 'follow', href: link.getAttribute('href') }, site.words.follow))
  }
  if (!card.isConnected) document.body.append(card)
  card.showPopover()
  place(link)
}

function place(link) {
  const [at] = link.getClientRects()
  const { offsetWidth: width, offsetHeight: height } = card
  const below = innerHeight - at.bottom > height + 16 || at.top < height + 16
  card.style.top = `${below ? at.bottom + 8 : at.top - height - 8}px`
  card.style.left = `${Math.max(12, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - 12))}px`
}

function hide() {
  clearTimeout(timer)
  shownFor = undefined
  if (card.matches(':popover-open')) card.hidePopover()
}

function soon(work, wait) {
  clearTimeout(timer)
  timer = setTimeout(work, wait)
}

article?.addEventListener('pointerover', event => {
  const link = event.pointerType === 'mouse' && linkOf(event)
  if (link) soon(() => show(link), 180)
})
article?.addEventListener('pointerout', event => {
  if (event.pointerType === 'mouse' && linkOf(event)) soon(hide, 220)
})
card.addEventListener('pointerenter', () => clearTimeout(timer))
card.addEventListener('pointerleave', event => event.pointerType === 'mouse' && soon(hide, 220))
article?.addEventListener('focusin', event => {
  const link = linkOf(event)
  if (link?.matches(':focus-visible')) show(link)
})
article?.addEventListener('focusout', hide)
article?.addEventListener('click', event => {
  const link = linkOf(event)
  // The first tap shows, the second follows; what a mouse or a key does is left alone.
  if (link && event.pointerType === 'touch' && shownFor !== link) {
    event.preventDefault()
    show(link, true)
  } else if (link) hide()
})
addEventListener('pointerdown', event => {
  if (!card.contains(event.target) && event.target.closest?.('a') !== shownFor) hide()
})
addEventListener('keydown', event => event.key === 'Escape' && hide())
addEventListener('scroll', () => shownFor && hide(), { passive: true })
