import type { Colour } from './colour.ts'

/** The colours of a cover. Text is only ever `ink` or `quiet` on `ground`, so that it can always be read. */
export interface Palette {
  ground: Colour
  ink: Colour
  /** Of the subtitle and other second voices. */
  quiet: Colour
  /** Behind the drawing. */
  field: Colour
  /** Of the drawing: the loudest first. */
  accents: readonly [Colour, Colour, Colour, Colour]
}

export const palettes = {
  harbour: {
    ground: '#0e2740',
    ink: '#f6efe0',
    quiet: '#b4c7d8',
    field: '#14375a',
    accents: ['#e8593a', '#f2b04e', '#3b8ea5', '#9cc9d3'],
  },
  bone: {
    ground: '#f3ecdf',
    ink: '#1e1b18',
    quiet: '#5c544a',
    field: '#e6dac4',
    accents: ['#c4412b', '#1f4e5f', '#dca43c', '#8da399'],
  },
  forest: {
    ground: '#15342a',
    ink: '#f3ecd9',
    quiet: '#b5c9b4',
    field: '#1e4a3b',
    accents: ['#dda843', '#6fa072', '#c9573b', '#b9cda3'],
  },
  oxblood: {
    ground: '#581220',
    ink: '#f9ecde',
    quiet: '#e3bfb0',
    field: '#7a1d2c',
    accents: ['#f0a07a', '#f3d0a8', '#b23b40', '#330812'],
  },
  mustard: {
    ground: '#e6b333',
    ink: '#22190a',
    quiet: '#4b390f',
    field: '#f1cd6c',
    accents: ['#b3421d', '#2b2112', '#fbeec6', '#3f6f73'],
  },
  slate: {
    ground: '#21262c',
    ink: '#f2f4f5',
    quiet: '#b0b9c1',
    field: '#2e363e',
    accents: ['#ff6b57', '#5cc2bd', '#8796a3', '#f1c75b'],
  },
  blush: {
    ground: '#f5dfd6',
    ink: '#3a1425',
    quiet: '#733f52',
    field: '#efc8ba',
    accents: ['#b5364a', '#5c2a4e', '#e78e6c', '#fdf5f0'],
  },
  sky: {
    ground: '#dfebf0',
    ink: '#11263a',
    quiet: '#3e566a',
    field: '#c3dbe6',
    accents: ['#f06a49', '#1e6d8a', '#f5c263', '#7db1c7'],
  },
  plum: {
    ground: '#2c1945',
    ink: '#f5eefb',
    quiet: '#cbb9df',
    field: '#40255f',
    accents: ['#ff9a73', '#9a68da', '#f3c555', '#6a3fa0'],
  },
  paper: {
    ground: '#fbfaf6',
    ink: '#141414',
    quiet: '#57564f',
    field: '#efede4',
    accents: ['#d5263a', '#1b1b1b', '#b9b6aa', '#77756b'],
  },
} as const satisfies Record<string, Palette>

export type PaletteName = keyof typeof palettes
export const paletteNames = Object.keys(palettes) as PaletteName[]
