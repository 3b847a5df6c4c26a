// Marks the section that is read in the contents of the page.
const links = [...document.querySelectorAll('.sections a')]
const headings = [...new Set(links.map(link => link.hash))]
  .map(hash => document.getElementById(decodeURIComponent(hash.slice(1))))
  .filter(Boolean)

/** Long contents follow the reader, without moving the page. */
function keepInView(list) {
  const link = list?.querySelector('[aria-current]')
  if (!link || list.scrollHeight <= list.clientHeight) return
  const { offsetTop: top } = link
  if (top < list.scrollTop + 40 || top > list.scrollTop + list.clientHeight - 80)
    list.scrollTop = top - list.clientHeight / 2
}

let marked
function mark() {
  // The last heading that has passed the upper third of the window; at the end of the page, the last one.
  const line = innerHeight / 3
  const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2
  const current = atEnd ? headings.at(-1) : headings.findLast(heading => heading.getBoundingClientRect().top < line)
  if (current === marked) return
  marked = current
  for (const link of links) {
    if (current && decodeURIComponent(link.hash.slice(1)) === current.id) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
  keepInView(document.querySelector('.on-page'))
}

if (headings.length > 0) {
  const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -66% 0px', threshold: [0, 1] })
  for (const heading of headings) observer.observe(heading)
  addEventListener('scrollend', mark)
  mark()
}

// A long tree is shown where the reader is in it; a drawer closes when one goes to a section of the same page.
const contents = document.getElementById('contents')
const here = contents?.querySelector('[aria-current="page"]')
const show = () => {
  if (here) contents.scrollTop = Math.max(0, here.offsetTop - contents.clientHeight / 3)
}
show()
contents?.addEventListener('toggle', show)
contents?.addEventListener('click', event => {
  if (event.target.closest('.sections a') && contents.matches(':popover-open')) contents.hidePopover()
})
