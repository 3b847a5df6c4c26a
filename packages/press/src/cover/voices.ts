import type { LayoutName } from './design.ts'
import type { Face } from './text/lettering.ts'

/** In what each layout sets the spine. */
export const spineFaces: Record<LayoutName, { title: Face; author: Face }> = {
  technical: { title: { family: 'Inter', weight: 700 }, author: { family: 'Inter', weight: 500 } },
  literary: { title: { family: 'EB Garamond', weight: 600 }, author: { family: 'EB Garamond', weight: 500 } },
  essay: {
    title: { family: 'Source Serif 4', weight: 600 },
    author: { family: 'Source Serif 4', weight: 400, italic: true },
  },
  poster: {
    title: { family: 'Source Serif 4', weight: 600 },
    author: { family: 'Inter', weight: 500 },
  },
}

/** In what each layout sets the back. */
export const backVoices: Record<LayoutName, { heading: Face; body: Face }> = {
  technical: { heading: { family: 'Inter', weight: 700, tracking: -0.01 }, body: { family: 'Inter', weight: 400 } },
  literary: { heading: { family: 'EB Garamond', weight: 600 }, body: { family: 'EB Garamond', weight: 500 } },
  essay: { heading: { family: 'Source Serif 4', weight: 600 }, body: { family: 'Source Serif 4', weight: 400 } },
  poster: { heading: { family: 'Source Serif 4', weight: 600 }, body: { family: 'Source Serif 4', weight: 400 } },
}
