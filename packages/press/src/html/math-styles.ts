import { packageBytes } from '../fonts/package-file.ts'

/**
 * What a browser needs to set Temml's MathML well: its own style sheet (MIT, https://temml.org), with the given font
 * instead of those it would look for.
 */
export function mathStyles(family: string): string {
  const sheet = new TextDecoder().decode(packageBytes('temml', 'dist/Temml-Local.css'))
  return sheet
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/font-family:[^;}]*;?/, `font-family: ${family};`)
    .replace(/font-family:\s*"?Temml"?;?/g, '')
    .replace(/[^{}]*\{\s*\}/g, '')
    .replace(/\n\s*\n/g, '\n')
    .trim()
}
