import { layoutNames, motifNames, type PaletteName, palettes } from '@octavo/press/cover/choices'

export const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const named = <Value extends string>(names: readonly Value[]) => names.map(value => ({ value, label: titled(value) }))

export const motifOptions = named(motifNames)
/** In place of a motif, where a model drew a picture. */
export const pictureOption = { value: 'picture' as const, label: 'The model’s picture' }
export const layoutOptions = named(layoutNames)
export const paletteNames = Object.keys(palettes) as PaletteName[]
