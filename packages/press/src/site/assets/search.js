// Search: the index is loaded and built when it is first asked for, in slices that do not hold up the page.
const { words, element } = site
const opener = document.querySelector('[data-search]')
const unspaced = /^(zh|ja|th|km|lo|my)\b/.test(document.documentElement.lang)
const shown = 20

let dialog
let input
let status
let list
let index
let data

const fold = text =>
  text.toLowerCase().replace(/[^\0-\x7f]/g, character => character.normalize('NFD')[0].toLowerCase()[0])

const segmenter =
  unspaced && Intl.Segmenter && new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' })

/** Words are letters and digits, in prose as in code; where there are no spaces, a dictionary of the browser finds them. */
function tokenize(text) {
  if (!segmenter) return text.split(/[^\p{L}\p{M}\p{N}]+/u)
  return Array.from(segmenter.segment(text), ({ segment, isWordLike }) => (isWordLike ? segment : ''))
}

function prepare() {
  index ??= Promise.all([site.load(site.minisearch), site.load('search.js')]).then(
    async () => {
      data = octavoSearch
      const made = new MiniSearch({ fields: ['heading', 'text'], tokenize, processTerm: term => fold(term) || null })
      const sections = data.sections.map(([page, , heading, text], id) => ({
        id,
        heading: heading || data.pages[page][1],
        text,
      }))
      await made.addAllAsync(sections, { chunkSize: 40 })
      return made
    },
    error => {
      index = undefined
      throw error
    },
  )
  return index
}

async function find() {
  const query = input.value.trim()
  let made
  try {
    if (query) status.textContent = words.loading
    made = await prepare()
  } catch {
    status.textContent = words.noSearch
    return
  }
  if (query !== input.value.trim()) return
  const asked = {
    boost: { heading: 3 },
    prefix: term => term.length > 1,
    fuzzy: term => (term.length > 4 ? 0.2 : false),
    weights: { prefix: 0.6, fuzzy: 0.2 },
  }
  let found = query ? made.search(query, { ...asked, combineWith: 'AND' }) : []
  if (query && found.length === 0) found = made.search(query, asked)
  list.replaceChildren(...found.slice(0, shown).map(result))
  list.scrollTop = 0
  status.textContent = !query ? '' : found.length === 0 ? words.noResults : words.results.replace('%s', found.length)
  input.setAttribute('aria-expanded', String(found.length > 0))
  choose(0)
}

function result({ id, terms }, at) {
  const [page, anchor, heading, text] = data.sections[id]
  const [file, title, label] = data.pages[page]
  const place = [label, heading && title].filter(Boolean).join(' · ')
  return element(
    'a',
    { href: anchor ? `${file}#${anchor}` : file, role: 'option', id: `result-${at}`, tabindex: '-1' },
    ...(place ? [element('small', {}, place)] : []),
    element('strong', {}, ...marked(heading || title, terms)),
    element('span', {}, ...marked(snippet(text, terms), terms)),
  )
}

/** About two lines of a text around the first word that was found. */
function snippet(text, terms) {
  const folded = fold(text)
  const found = terms.map(term => folded.indexOf(term)).filter(place => place >= 0)
  const from = Math.max(0, Math.min(...found, text.length) - 60)
  const start = found.length === 0 || from === 0 ? 0 : text.indexOf(' ', from) + 1
  const end = start + 170 >= text.length ? text.length : text.lastIndexOf(' ', start + 170)
  return `${start > 0 ? '… ' : ''}${text.slice(start, end > start ? end : start + 170)}${end < text.length ? ' …' : ''}`
}

function marked(text, terms) {
  const pieces = []
  const folded = fold(text)
  let done = 0
  while (done < text.length) {
    let next = text.length
    let length = 0
    for (const term of terms) {
      const place = folded.indexOf(term, done)
      if (place >= 0 && (place < next || (place === next && term.length > length))) {
        next = place
        length = term.length
      }
    }
    if (next > done) pieces.push(text.slice(done, next))
    if (length > 0) pieces.push(element('mark', {}, text.slice(next, next + length)))
    done = next + length
  }
  return pieces
}

function choose(at) {
  const results = [...list.children]
  for (const [place, option] of results.entries()) option.setAttribute('aria-selected', String(place === at))
  if (results[at]) {
    input.setAttribute('aria-activedescendant', results[at].id)
    results[at].scrollIntoView({ block: 'nearest' })
  } else input.removeAttribute('aria-activedescendant')
}

const chosen = () => [...list.children].findIndex(option => option.getAttribute('aria-selected') === 'true')

function keys(event) {
  const count = list.children.length
  if (event.isComposing || count === 0) return
  if (event.key === 'ArrowDown') choose((chosen() + 1) % count)
  else if (event.key === 'ArrowUp') choose((chosen() + count - 1) % count)
  else if (event.key === 'Enter') list.children[chosen()]?.click()
  else return
  event.preventDefault()
}

function build() {
  input = element('input', {
    // Not of type search: there, Escape empties the field instead of closing the dialog.
    type: 'text',
    role: 'combobox',
    'aria-label': words.searchBook,
    'aria-expanded': 'false',
    'aria-controls': 'results',
    'aria-autocomplete': 'list',
    placeholder: words.searchBook,
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
  })
  status = element('p', { role: 'status' })
  list = element('div', { id: 'results', role: 'listbox', 'aria-label': words.search })
  const close = element('button', { type: 'button' }, words.close)
  dialog = element(
    'dialog',
    { class: 'finder', 'aria-label': words.searchBook },
    element('div', { class: 'asked' }, input, close),
    status,
    list,
  )
  document.body.append(dialog)
  close.addEventListener('click', () => dialog.close())
  input.addEventListener('input', find)
  input.addEventListener('keydown', keys)
  dialog.addEventListener('click', event => {
    // Beside it, or a result on this very page.
    if (event.target === dialog || event.target.closest('[role="option"]')) dialog.close()
  })
}

function open() {
  if (!dialog) build()
  if (!dialog.open) dialog.showModal()
  input.select()
  find()
}

opener?.addEventListener('click', open)
addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]')
  const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey
  const commandK =
    event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey
  if (!slash && !commandK) return
  event.preventDefault()
  open()
})
