import type { MotifName } from '../design.ts'
import { arcs } from './arcs.ts'
import { constellation } from './constellation.ts'
import { contours } from './contours.ts'
import { flowers } from './flowers.ts'
import { hills } from './hills.ts'
import { leaves } from './leaves.ts'
import type { Motif } from './motif.ts'
import { orbits } from './orbits.ts'
import { ridges } from './ridges.ts'
import { scales } from './scales.ts'
import { sheets } from './sheets.ts'
import { strata } from './strata.ts'
import { waves } from './waves.ts'

export const motifs: Record<MotifName, Motif> = {
  arcs,
  constellation,
  contours,
  flowers,
  hills,
  leaves,
  orbits,
  ridges,
  scales,
  sheets,
  strata,
  waves,
}
