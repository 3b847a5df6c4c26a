import type { Element } from 'hast'
import { element } from './element.ts'

/** Outlines on a field of 16 by 16. */
const circle = 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z'
const outlines = {
  information: `${circle}M8 7v4.5M8 4.4v.2`,
  idea: 'M5.8 11.3a4.6 4.6 0 1 1 4.4 0v1.4h-4.4zM6.4 15h3.2',
  warning: 'M8 1.8l6.7 12.2h-13.4zM8 6v4M8 11.9v.2',
  danger: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7h-5.6l-3.7-3.7v-5.6zM8 4.5v4.3M8 11.2v.2',
  important: 'M1.8 2.2h12.4v9h-6l-3.2 3v-3h-3.2zM8 4.3v3M8 9v.2',
  further: 'M2.5 8h10M8.5 4l4 4l-4 4',
} as const

const ofKind: Record<string, keyof typeof outlines> = {
  tip: 'idea',
  hint: 'idea',
  warning: 'warning',
  caution: 'warning',
  attention: 'warning',
  danger: 'danger',
  error: 'danger',
  important: 'important',
  seealso: 'further',
}

/** The sign of a kind of admonition, in the colour of the text around it. The title says the same, so it is for eyes alone. */
export function icon(kind: string): Element {
  return element('svg', { className: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, ariaHidden: 'true' }, [
    element('path', {
      d: outlines[ofKind[kind] ?? 'information'],
      fill: 'none',
      stroke: 'currentColor',
      strokeWidth: 1.5,
      strokeLineJoin: 'round',
      strokeLineCap: 'round',
    }),
  ])
}
