import { layoutNames, motifNames, type PaletteName, palettes } from '@octavo/press/cover/choices'

export const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const named = <Value extends string>(names: readonly Value[]) => names.map(value => ({ value, label: titled(value) }))

export const motifOptions = named(motifNames)
export const layoutOptions = named(layoutNames)
export const paletteNames = Object.keys(palettes) as PaletteName[]
