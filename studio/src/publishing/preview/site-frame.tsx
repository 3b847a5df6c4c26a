import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Segmented } from '../../components/segmented.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { shownQuery } from '../exports/exports.ts'
import { StageHead } from './stage-head.tsx'
import { useSize } from './use-size.ts'

/** How wide the windows of readers are, in pixels. */
const widths = { desktop: 1200, phone: 390 }

/**
 * The finished site as readers see it. It runs in an origin of its own, with its own scripts and without ours: it reaches
 * nothing of the studio. One page of it (`scripts` false) runs none at all.
 */
export function SiteFrame({
  exportId,
  title,
  about,
  scripts,
}: {
  exportId: string
  title: string
  about: string
  scripts: boolean
}) {
  const { data, error } = useQuery(shownQuery(exportId))
  const [window, setWindow] = useState<keyof typeof widths>('desktop')
  const stage = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(stage)
  if (error) return <ErrorState error={error} />
  const wide = Math.min(widths[window], window === 'desktop' ? widths.desktop : width - 32)
  const scale = Math.min(1, (width - 32) / wide)
  return (
    <>
      <StageHead about={about}>
        <Segmented
          label="Width of the window"
          options={[
            { value: 'desktop', label: 'Desktop' },
            { value: 'phone', label: 'Phone' },
          ]}
          value={window}
          onValue={setWindow}
        />
      </StageHead>
      <div className="stage" ref={stage}>
        {data?.base && width > 0 ? (
          <div className="window" style={{ width: wide * scale, height: height - 32 }}>
            <iframe
              title={title}
              src={data.base}
              sandbox={scripts ? 'allow-scripts' : ''}
              referrerPolicy="no-referrer"
              style={{ width: wide, height: (height - 32) / scale, transform: `scale(${scale})` }}
            />
          </div>
        ) : (
          <Loading what={`Opening ${title}`} />
        )}
      </div>
    </>
  )
}
