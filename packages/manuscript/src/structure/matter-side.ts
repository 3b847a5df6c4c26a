import type { MatterRole } from './structure.ts'

const front = new Set<MatterRole>([
  'cover',
  'titlepage',
  'copyright',
  'dedication',
  'epigraph',
  'contents',
  'foreword',
  'preface',
  'acknowledgements',
  'introduction',
  'prologue',
])
/** These may stand at either end. */
const either = new Set<MatterRole>(['acknowledgements', 'contents', 'copyright', 'notes', 'about', 'dedication'])
/** The side of the book a role stands on, if anything of that role may stand there. */
export function sideOf(role: MatterRole, position: 'before' | 'within' | 'after'): 'front' | 'back' | undefined {
  if (position === 'before') return front.has(role) || either.has(role) ? 'front' : undefined
  if (position === 'after') return !front.has(role) || either.has(role) ? 'back' : undefined
  return undefined
}
