import type { Passage } from '@octavo/manuscript'
import { directive, mystOf } from './blocks.ts'
import { type CitedSource, carries, createFootnotes, withMark } from './footnotes.ts'
import type { Phrases } from './phrases.ts'
import { escapeMyst, plain } from './plain.ts'
import { footnoteDefinition, hasSubstance, isSceneBreak } from './substance.ts'

/**
 * The MyST of narrative: every line of the author in its order, scenes parted by a rule, and one footnote for each scene,
 * at its end, so that the page stays clean.
 */
export function narrativeSection(own: Passage[], sources: CitedSource[], phrases: Phrases): string {
  const scenesIn = scenesOf(own)
  const footnotes = createFootnotes(sources, phrases, scenesIn)
  const formats = new Map(sources.map(source => [source.id, source.format]))
  const definitions = new Map(
    own.flatMap(passage => {
      const note = footnoteDefinition(passage)
      return note ? [[`${passage.source}\n${note.identifier}`, note.text] as const] : []
    }),
  )
  const scenes = scenesIn.map(scene => {
    const blocks = scene.map(passage => {
      const format = formats.get(passage.source) ?? 'markdown'
      if (passage.kind !== 'heading') return mystOf(passage, format, footnotes, definitions)
      const title = plain(passage.text.replace(/^#+\s*/, ''))
      return format === 'text' ? escapeMyst(title) : `### ${title}`
    })
    const mark = footnotes.mark(scene[0]!)
    const carrier = scene.findLastIndex(
      (passage, index) => carries(passage) && withMark(blocks[index]!, mark) !== undefined,
    )
    if (carrier >= 0) blocks[carrier] = withMark(blocks[carrier]!, mark)!
    else blocks.push(directive('div', mark, { lines: [':class: octavo-source'] }))
    return blocks.join('\n\n')
  })
  return `${scenes.join('\n\n* * *\n\n')}\n\n${footnotes.definitions().join('\n\n')}\n`
}

/** Runs of passages between scene breaks; a new source or outermost heading begins a new scene. */
function scenesOf(passages: Passage[]): Passage[][] {
  const scenes: Passage[][] = []
  let open = false
  for (const passage of passages) {
    if (isSceneBreak(passage)) {
      open = false
      continue
    }
    if (!hasSubstance(passage) && passage.kind !== 'heading') continue
    const previous = scenes.at(-1)?.at(-1)
    const together =
      previous?.source === passage.source &&
      (passage.kind === 'heading' || previous.headings[0] === passage.headings[0])
    if (open && together) scenes.at(-1)!.push(passage)
    else scenes.push([passage])
    open = true
  }
  return scenes
}
