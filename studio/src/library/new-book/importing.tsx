import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Progress } from '../../components/progress.tsx'
import { Banner } from '../../components/states.tsx'
import { size } from '../../components/words.ts'
import type { useImporting } from './use-importing.ts'

/** How far a manuscript is on its way, or why it was refused. */
export function Importing({ importing }: { importing: ReturnType<typeof useImporting> }) {
  const { isPending, error, sent, variables, cancel } = importing
  if (isPending && variables) {
    const name = 'file' in variables ? variables.file.name : variables.url
    const whole = sent ? sent.done / Math.max(1, sent.total) : 0
    return (
      <div className="importing" role="status">
        {sent ? (
          <Progress
            what={whole < 1 ? `Sending ${name}` : `Keeping ${name}`}
            share={whole}
            facts={[`${size(sent.done)} of ${size(sent.total)}`]}
          />
        ) : (
          <p>{'url' in variables ? `Fetching ${name}` : `Sending ${name}`}</p>
        )}
        <Button size="s" look="quiet" onClick={cancel}>
          Stop
        </Button>
      </div>
    )
  }
  if (!error || (error instanceof DOMException && error.name === 'AbortError')) return null
  const { title, detail } = explain(error)
  return (
    <Banner look="stop">
      {title}. {detail}
    </Banner>
  )
}
