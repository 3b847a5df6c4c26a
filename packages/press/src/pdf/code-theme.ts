/** A colour and a slope for each scope of the grammars Typst has (TextMate's names). */
type Rule = readonly [scopes: string, colour: string, style?: 'bold' | 'italic']

/** Colours of at least 4.5:1 on the grey of a listing (WCAG 2.2, 1.4.3). */
const coloured: readonly Rule[] = [
  ['comment', '#5f6b76', 'italic'],
  ['string', '#1b6e46'],
  ['constant, constant.numeric, constant.language', '#9a3a00'],
  ['keyword, storage, keyword.operator.word', '#8a1c6a'],
  ['entity.name.function, support.function, variable.function', '#0b4a8f'],
  ['entity.name.type, entity.name.class, support.type, support.class, entity.name.tag', '#0a6370'],
  ['entity.other.attribute-name, variable.parameter', '#6b4a00'],
  ['markup.heading', '#0b4a8f', 'bold'],
]

const black: readonly Rule[] = [
  ['comment', '#555555', 'italic'],
  ['keyword, storage, entity.name.tag, markup.heading', '#000000', 'bold'],
]

/** A theme for listings, as Typst reads them: a property list of TextMate. */
export function codeTheme(screen: boolean): string {
  const rules = (screen ? coloured : black).map(
    ([scope, colour, style]) =>
      `<dict><key>scope</key><string>${scope}</string><key>settings</key><dict><key>foreground</key><string>${colour}</string>${
        style ? `<key>fontStyle</key><string>${style}</string>` : ''
      }</dict></dict>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>name</key><string>Octavo</string><key>settings</key><array>
<dict><key>settings</key><dict><key>foreground</key><string>#1a1a1a</string></dict></dict>
${rules.join('\n')}
</array></dict></plist>
`
}
