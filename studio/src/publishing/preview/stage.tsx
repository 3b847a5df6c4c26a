import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Banner, Empty } from '../../components/states.tsx'
import { ago, count } from '../../components/words.ts'
import { ExportLog, usePlaces } from '../exports/export-log.tsx'
import { type Export, isOpen, isThere } from '../exports/exports.ts'
import { type Format, formats } from '../formats/formats.ts'
import { EpubPages } from './epub-pages.tsx'
import { Inside } from './inside.tsx'
import { PdfPages } from './pdf-pages.tsx'
import { SiteFrame } from './site-frame.tsx'
import { StageHead } from './stage-head.tsx'

/** The newest export of a format on the desk, with what it says; without one, what it would be. */
export function Stage({ format, exports, written }: { format: Format; exports: readonly Export[]; written: boolean }) {
  const ofFormat = exports.filter(one => one.format === format)
  const newest = ofFormat.find(one => !isOpen(one))
  const made = ofFormat.find(isThere)
  const failed = newest?.state === 'failed' ? newest : undefined
  return (
    <>
      {made ? <Preview key={made.id} made={made} /> : <StageHead about="" />}
      {!made && (
        <div className="stage stage--list">
          <NothingYet format={format} written={written} making={ofFormat.some(isOpen)} failed={failed !== undefined} />
        </div>
      )}
      {failed ? <Failed of={failed} /> : made && <Says of={made} />}
    </>
  )
}

function Preview({ made }: { made: Export }) {
  const about = `Made ${ago(made.finishedAt ?? made.createdAt).replace(/^now$/, 'just now')}`
  switch (made.format) {
    case 'pdf':
      return <PdfPages exportId={made.id} about={about} />
    case 'site':
      return <SiteFrame exportId={made.id} title="The site" about={about} scripts />
    case 'html':
      return <SiteFrame exportId={made.id} title="The HTML page" about={about} scripts={false} />
    case 'epub':
      return <EpubPages exportId={made.id} about={about} />
    default:
      return <Inside made={made} about={about} />
  }
}

function NothingYet({
  format,
  written,
  making,
  failed,
}: {
  format: Format
  written: boolean
  making: boolean
  failed: boolean
}) {
  const { name, inSentence } = formats[format]
  if (!written) {
    return (
      <Empty title="Nothing is written yet">
        Chapters with text can be exported. Write the book, or import it; then {inSentence} lies here.
      </Empty>
    )
  }
  if (making) return <Empty title={`${name} is being made`}>It lies here as soon as it is done. You may leave.</Empty>
  if (failed) return <Empty title={`There is no ${name} yet`}>The last try failed. What it says stands below.</Empty>
  return <Empty title={`No ${name} yet`}>Export it, and it lies here as readers will have it.</Empty>
}

function Failed({ of }: { of: Export }) {
  const [open, setOpen] = useState(false)
  return (
    <div className="says">
      <Banner
        look="stop"
        action={
          <Button size="s" onClick={() => setOpen(true)}>
            See its log
          </Button>
        }
      >
        {of.error?.message ?? `${formats[of.format].name} could not be made.`}
      </Banner>
      {open && <ExportLog of={of} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Says({ of }: { of: Export }) {
  const places = usePlaces(of)
  const [open, setOpen] = useState(false)
  if (places.length === 0) return null
  return (
    <div className="says">
      <Banner
        look="warn"
        action={
          <Button size="s" look="quiet" onClick={() => setOpen(true)}>
            See them
          </Button>
        }
      >
        {count(places.length, 'place')} of {formats[of.format].inSentence} {places.length === 1 ? 'is' : 'are'} not as
        written.
      </Banner>
      {open && <ExportLog of={of} onClose={() => setOpen(false)} />}
    </div>
  )
}
