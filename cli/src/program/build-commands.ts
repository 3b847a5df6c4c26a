import { type Command, Option } from 'commander'
import { contextOf, type ExitWith } from '../command.ts'
import { collect, examples } from './options.ts'

/** The command that prints a folder; it needs no installation. */
export function addBuildCommands(program: Command, exitWith: ExitWith): void {
  const build = program
    .command('build')
    .summary('print a folder of MyST as a site, PDF, EPUB, DOCX …')
    .description(
      `Prints a folder of MyST, a Jupyter Book or plain Markdown: site, pdf, epub, docx, html (one page), markdown, json.

It needs no installation. Pictures shown from the web are fetched once and kept in _build/octavo/fetched; nothing else \
needs a network. What did not change since the last print is not made anew; with --watch it prints again whenever a file \
changes. A book of the library is printed by "octavo export BOOK --format".`,
    )
    .argument('[folder]', 'the folder of a book', '.')
    .option('-f, --format <list>', 'formats, by commas: site, pdf, epub, docx, html, markdown, json, or all', collect)
    .option('-o, --out <folder>', 'where to; by default _build/octavo in the folder')
    .option('-w, --watch', 'print again when something changes')
    .option('--offline', 'ask no address for a picture that was not fetched before')
    .option('--strict', 'end with exit code 1 when readers would meet a problem')
    .addOption(new Option('--theme <theme>', 'how it looks').choices(['technical', 'literary']))
    .addOption(new Option('--trim <size>', 'size of a printed page').choices(['a4', 'letter', '6x9', '5.5x8.5']))
    .addOption(new Option('--variant <variant>', 'a PDF for screens or for a printer').choices(['screen', 'print']))
    .option('--bleed', 'a PDF with 3 mm to be cut off, for a printer')
    .addOption(
      new Option('--standard <standard>', 'a PDF for archives, or for readers who do not see').choices([
        'pdf/a',
        'pdf/ua',
      ]),
    )
    .option('--drop-caps', 'a large letter that opens each chapter of an EPUB')
    .option('--base-url <address>', 'where the site will be, for its sitemap and feed')
    .action(async (folder: string, options, command: Command) => {
      const { buildFolder } = await import('../commands/build.ts')
      await buildFolder(contextOf(command), exitWith, folder, {
        ...options,
        format: options.format ?? ['site,pdf,epub'],
      })
    })
  examples(build, [
    'octavo build',
    'octavo build book --format site,pdf,epub,docx --out press',
    'octavo build book --format pdf --theme literary --trim 5.5x8.5 --variant print',
    'octavo build book --format site --watch',
  ])
}
