import { resolvePath } from '../../audit/paths.ts'
import { childrenNamed, type Element, find, findAll, hasWord, wordsOf } from '../html/element.ts'
import { placeKey } from '../html/host.ts'

/** A line of a table of contents. */
export interface NavEntry {
  title: string
  depth: number
  /** `path` or `path#id`; undefined for a heading without a place. */
  place?: string
  semantics?: string
}

/** The table of contents of EPUB 3, and what its landmarks are, by place (EPUB 3.3 §7). */
export function readNav(root: Element, path: string): { entries: NavEntry[]; landmarks: Map<string, string> } {
  const navs = findAll(root, 'nav')
  const toc = navs.find(nav => hasWord(nav, 'epub:type', 'toc') || hasWord(nav, 'role', 'doc-toc'))
  const landmarks = new Map<string, string>()
  for (const nav of navs.filter(nav => hasWord(nav, 'epub:type', 'landmarks'))) {
    for (const link of findAll(nav, 'a')) {
      const place = placeOf(link.attributes.href, path)
      const type = link.attributes['epub:type']
      if (place && type) landmarks.set(place, type)
    }
  }
  const list = toc && find(toc, 'ol')
  return { entries: list ? listEntries(list, path, 1) : [], landmarks }
}

function listEntries(list: Element, path: string, depth: number): NavEntry[] {
  return childrenNamed(list, 'li').flatMap(item => {
    const link = item.children.find(child => typeof child !== 'string' && child.name !== 'ol') as Element | undefined
    const anchor = link && (link.name === 'a' ? link : find(link, 'a'))
    const place = placeOf(anchor?.attributes.href, path)
    const semantics = anchor?.attributes['epub:type'] ?? item.attributes['epub:type']
    const own = link ? [{ title: wordsOf(link), depth, ...(place && { place }), ...(semantics && { semantics }) }] : []
    return [...own, ...childrenNamed(item, 'ol').flatMap(child => listEntries(child, path, depth + 1))]
  })
}

/** The table of contents of EPUB 2 (DAISY NCX). */
export function readNcx(root: Element, path: string): NavEntry[] {
  const map = find(root, 'navMap')
  return map ? ncxEntries(map, path, 1) : []
}

function ncxEntries(parent: Element, path: string, depth: number): NavEntry[] {
  return childrenNamed(parent, 'navPoint').flatMap(point => {
    const [label] = childrenNamed(point, 'navLabel')
    const [content] = childrenNamed(point, 'content')
    const place = placeOf(content?.attributes.src, path)
    return [{ title: wordsOf(label), depth, ...(place && { place }) }, ...ncxEntries(point, path, depth + 1)]
  })
}

function placeOf(href: string | undefined, from: string): string | undefined {
  if (href === undefined || href.trim() === '') return undefined
  const [file = '', id = ''] = href.trim().split('#', 2)
  const path = file === '' ? from : resolvePath(from, file)
  return path === undefined ? undefined : placeKey(path, decodeFragment(id))
}

function decodeFragment(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch (error) {
    if (error instanceof URIError) return id
    throw error
  }
}
