import type { Answer, Client } from '@octavo/server/client'
import { type Command, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { examples, wholeNumber } from './options.ts'

type Design = Answer<Awaited<ReturnType<Client['v1']['books'][':id']['covers']['proposals']['$get']>>>['items'][number]
type Wrap = NonNullable<Parameters<Client['v1']['covers'][':id']['wrap']['$get']>[0]['query']>

/** Every choice there is, no more and no fewer: the types come from the API. */
const every = <Choice extends string>(choices: Record<Choice, true>) => Object.keys(choices) as Choice[]

const layouts = every<Design['layout']>({ technical: true, literary: true, essay: true, poster: true })
const motifs = every<Design['motif']>({
  arcs: true,
  constellation: true,
  contours: true,
  flowers: true,
  hills: true,
  leaves: true,
  orbits: true,
  ridges: true,
  scales: true,
  sheets: true,
  strata: true,
  waves: true,
})
const palettes = every<Design['palette']>({
  harbour: true,
  bone: true,
  forest: true,
  oxblood: true,
  mustard: true,
  slate: true,
  blush: true,
  sky: true,
  plum: true,
  paper: true,
})
const trims = every<NonNullable<Wrap['trim']>>({
  a5: true,
  a4: true,
  letter: true,
  '5x8': true,
  '5.5x8.5': true,
  '6x9': true,
  '7x10': true,
})
const papers = every<NonNullable<Wrap['paper']>>({ white: true, cream: true, colour: true })

/** The command for covers. */
export function addCoverCommands(program: Command, exitWith: ExitWith): void {
  const cover = program
    .command('cover')
    .summary('propose, draw and choose a cover; lay it around a book for print')
    .description(
      `Proposes covers made of the title, a palette and a drawn motif, always the same for the same book. --out writes \
pictures of them, --choose draws one at full size and makes it the book's. --own takes a picture instead.

--picture has an image model draw one, without letters, and sets the title on it; what it may cost is said before.

--wrap makes back, spine and front of the chosen cover as one sheet for a printer, for so many pages; the description of \
the book is on the back.`,
    )
    .argument('<book>', 'its id, its slug, or the beginning of one')
    .addOption(new Option('--layout <layout>', 'how it is arranged').choices(layouts))
    .addOption(new Option('--palette <palette>', 'its colours').choices(palettes))
    .addOption(new Option('--motif <motif>', 'what is drawn').choices(motifs))
    .option('--count <number>', 'how many to propose (default: 6)', wholeNumber(1, 24))
    .option('--choose <number>', 'draw this one of the proposed and choose it', wholeNumber(1, 24))
    .addOption(new Option('--own <picture>', 'choose a picture of your own').conflicts(['choose', 'wrap']))
    .option('--by-model', 'with --own: an image model made it; stores ask')
    .addOption(
      new Option('--picture', 'have an image model draw a picture and choose the cover made of it').conflicts([
        ...['choose', 'count', 'kept', 'motif', 'out', 'own', 'wrap'],
      ]),
    )
    .option('--model <model>', 'with --picture: the image model (default: the least dear that can be asked)')
    .option('--prompt <text>', 'with --picture: what it should show (default: what the book says of itself)')
    .addOption(new Option('--kept', 'list the covers the book has').conflicts(['choose', 'own', 'wrap']))
    .addOption(
      new Option('--wrap <pages>', 'lay the chosen cover around so many pages')
        .argParser(wholeNumber(24, 828))
        .conflicts('choose'),
    )
    .addOption(new Option('--trim <size>', 'with --wrap: the size of a page (default: 6x9)').choices(trims))
    .addOption(new Option('--paper <paper>', 'with --wrap: the paper inside (default: white)').choices(papers))
    .option('--isbn <number>', 'with --wrap: drawn as a barcode')
    .option('-o, --out <path>', 'a folder for pictures of the proposed; with --wrap a file ending in pdf, svg or png')
    .action(async (book: string, options, command: Command) => {
      const { runCover } = await import('../commands/cover.ts')
      await runCover(contextOf(command), exitWith, book, options)
    })
  examples(cover, [
    'octavo cover job-queues --out covers',
    'octavo cover job-queues --motif sheets --choose 2',
    'octavo cover job-queues --own cover.jpg',
    'octavo cover job-queues --picture --prompt "A lighthouse on a cliff, at night"',
    'octavo cover job-queues --wrap 320 --trim 6x9 --paper cream --isbn 978-0-306-40615-7 --out wrap.pdf',
  ])
}
