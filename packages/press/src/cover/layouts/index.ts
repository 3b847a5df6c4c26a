import type { LayoutName } from '../design.ts'
import { card } from './card.ts'
import { essay } from './essay.ts'
import type { Layout } from './layout.ts'
import { literary } from './literary.ts'
import { poster } from './poster.ts'
import { technical } from './technical.ts'

/** Each upright, and lying down for links on the web. */
export const layouts: Record<LayoutName, { upright: Layout; card: Layout }> = {
  technical: {
    upright: technical,
    card: card({
      title: { family: 'Inter', weight: 800, tracking: -0.022 },
      subtitle: { family: 'Inter', weight: 400 },
      author: { family: 'Inter', weight: 600 },
    }),
  },
  literary: {
    upright: literary,
    card: card({
      title: { family: 'EB Garamond', weight: 600 },
      subtitle: { family: 'EB Garamond', weight: 400, italic: true },
      author: { family: 'EB Garamond', weight: 500 },
    }),
  },
  essay: {
    upright: essay,
    card: card({
      title: { family: 'Source Serif 4', weight: 600, tracking: -0.015 },
      subtitle: { family: 'Source Serif 4', weight: 400 },
      author: { family: 'Source Serif 4', weight: 400, italic: true },
    }),
  },
  poster: {
    upright: poster,
    card: card({
      title: { family: 'Source Serif 4', weight: 600, tracking: -0.015 },
      subtitle: { family: 'Source Serif 4', weight: 400 },
      author: { family: 'Inter', weight: 600, tracking: 0.02 },
    }),
  },
}
