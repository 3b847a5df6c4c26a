import { Popover } from 'radix-ui'
import { Button } from '../../components/button.tsx'
import { Check, SelectField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ChapterChoice } from './chapter-choice.tsx'
import { type ExportOptions, type Format, formats, optionsInWords, trimNames } from './formats.ts'

/** How a format is to be made: under a button that says it in words. */
export function OptionsMenu({
  bookId,
  format,
  options,
  onChange,
}: {
  bookId: string
  format: Format
  options: ExportOptions
  onChange: (options: ExportOptions) => void
}) {
  const words = optionsInWords(format, options)
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" size="s" aria-label={`Options of ${formats[format].inSentence}: ${words}`}>
          <span className="clip">{words}</span>
          <Icon name="down" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu optionsmenu"
          align="end"
          sideOffset={4}
          collisionPadding={12}
          aria-label={`Options of ${formats[format].inSentence}`}
        >
          <Choices bookId={bookId} format={format} options={options} onChange={onChange} />
          <p className="small quiet">They hold for the next export.</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const trims = Object.entries(trimNames).map(([value, label]) => ({ value: value as keyof typeof trimNames, label }))
const depths = [
  { value: '1', label: 'Chapters' },
  { value: '2', label: 'Chapters and sections' },
  { value: '3', label: 'Down to subsections' },
]
const standards: { value: '' | NonNullable<ExportOptions['standard']>; label: string }[] = [
  { value: '', label: 'None' },
  { value: 'pdf/a', label: 'PDF/A-2a, for archives' },
  { value: 'pdf/ua', label: 'PDF/UA-1, for those who do not see' },
]
const numbered = [
  { value: '', label: 'As the kind of book has it' },
  { value: '0', label: 'No section' },
  { value: '1', label: 'The first level' },
  { value: '2', label: 'Two levels' },
  { value: '3', label: 'Three levels' },
]

function Choices({
  bookId,
  format,
  options,
  onChange,
}: {
  bookId: string
  format: Format
  options: ExportOptions
  onChange: (options: ExportOptions) => void
}) {
  const offers = (option: keyof ExportOptions) => formats[format].options.includes(option)
  const set = (changes: { [Name in keyof ExportOptions]?: ExportOptions[Name] | undefined }) =>
    onChange({ ...options, ...changes } as ExportOptions)
  const theme = options.theme ?? 'technical'
  return (
    <>
      {offers('trim') && (
        <SelectField
          label="Paper"
          options={format === 'docx' ? trims.filter(({ value }) => value === 'a4' || value === 'letter') : trims}
          value={options.trim ?? 'a4'}
          onValue={trim => set({ trim })}
        />
      )}
      {offers('variant') && (
        <SelectField
          label="Made for"
          options={[
            { value: 'screen', label: 'Screens: cover, coloured links' },
            { value: 'print', label: 'A printer: chapters open on the right' },
          ]}
          value={options.variant ?? 'screen'}
          onValue={variant => set({ variant, ...(variant === 'screen' && { bleed: undefined }) })}
        />
      )}
      {offers('theme') && (
        <SelectField
          label="Style"
          options={[
            { value: 'technical', label: 'Technical: paragraphs apart' },
            { value: 'literary', label: 'Literary: a novel’s page' },
          ]}
          value={theme}
          onValue={chosen => set({ theme: chosen })}
        />
      )}
      {offers('contentsDepth') && (
        <SelectField
          label="Contents list"
          options={depths}
          value={String(options.contentsDepth ?? (theme === 'literary' ? 1 : 2))}
          onValue={depth => set({ contentsDepth: Number(depth) as 1 | 2 | 3 })}
        />
      )}
      {offers('numberedSections') && (
        <SelectField
          label="Numbered sections"
          options={numbered}
          value={String(options.numberedSections ?? '')}
          onValue={levels => set({ numberedSections: levels === '' ? undefined : Number(levels) })}
        />
      )}
      {offers('standard') && (
        <SelectField
          label="Standard"
          options={standards}
          value={options.standard ?? ''}
          onValue={standard => set({ standard: standard === '' ? undefined : standard })}
        />
      )}
      {offers('bleed') && options.variant === 'print' && (
        <Check checked={options.bleed ?? false} onChange={event => set({ bleed: event.target.checked || undefined })}>
          Bleed: 3 mm to cut off
        </Check>
      )}
      {offers('dropCaps') && (
        <Check
          checked={options.dropCaps ?? theme === 'literary'}
          onChange={event => set({ dropCaps: event.target.checked })}
        >
          Large letters open chapters
        </Check>
      )}
      <ChapterChoice bookId={bookId} chosen={options.chapters} onChange={chapters => set({ chapters })} />
    </>
  )
}
