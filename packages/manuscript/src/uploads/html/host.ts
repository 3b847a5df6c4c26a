import type { Element } from './element.ts'

/** A page of HTML, alone or as one of many that refer to each other. */
export interface HtmlPage {
  /** Within its archive; '' for a page alone. */
  path: string
  root: Element
}

/** Where the pages come from. */
export interface HtmlHost {
  /** The address by which a block shows a picture, with the picture kept; undefined when it is not there. */
  image(address: string, page: HtmlPage): string | undefined
  /** The address of a drawing that stands in the page itself; undefined when it is not kept. */
  drawing(svg: Element, page: HtmlPage): string | undefined
}

/** The name of a place in all pages: `path#id`, or the path alone for the beginning of a page. */
export function placeKey(path: string, id: string): string {
  return id === '' ? path : `${path}#${id}`
}
