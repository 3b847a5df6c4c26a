import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import type { Chapter } from '../library/chapter.ts'
import { rulesQuery } from './audit.ts'
import { isBeside } from './beside.ts'
import { Hunk } from './hunk.tsx'
import { ruleName, severityLooks } from './rule-names.ts'
import type { Findings, ListedFinding } from './use-findings.ts'

/** One thing an audit found: its name and line; open, why it matters, what would mend it, and how to silence it. */
export function FindingItem({
  finding,
  findings,
  chapter,
  mayEdit,
  onSilence,
}: {
  finding: ListedFinding
  findings: Findings
  chapter: Chapter
  mayEdit: boolean
  onSilence: () => void
}) {
  const { look, icon } = severityLooks[finding.severity]
  const isOpen = findings.open === finding.key
  const title = useRef<HTMLButtonElement>(null)
  const [why, setWhy] = useState(false)
  useEffect(() => {
    if (isOpen) title.current?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const toggle = () => {
    if (isOpen) return findings.setOpen(undefined)
    findings.setOpen(finding.key)
    if (!isBeside()) return
    findings.goTo(finding)
    // The list is being read; its line is only shown beside it.
    title.current?.focus()
  }
  return (
    <li className={`finding finding--${look} ${isOpen ? 'is-open' : ''}`}>
      <Icon name={icon} />
      <button ref={title} type="button" className="finding__t" aria-expanded={isOpen} onClick={toggle}>
        {ruleName(finding.rule)}
      </button>
      <button type="button" className="finding__w finding__go" onClick={() => findings.goTo(finding)}>
        <span className="vh">Go to </span>line {finding.line}
      </button>
      {isOpen ? (
        <div className="finding__b">
          <p dir="auto">{sentence(finding.message)}</p>
          {finding.fix?.hunks.map(hunk => (
            <Hunk
              key={hunk.number}
              hunk={hunk}
              title={finding.file ?? chapter.title}
              context={{ text: chapter.content, start: hunk.start, end: hunk.end }}
            />
          ))}
          <div className="finding__a">
            {finding.fix && mayEdit && (
              <Button look="primary" size="s" keys="mod+." onClick={() => findings.apply([finding.fix!])}>
                Apply fix
              </Button>
            )}
            {mayEdit && (
              <Button size="s" onClick={onSilence}>
                Silence…
              </Button>
            )}
            <Button size="s" look="quiet" aria-expanded={why} onClick={() => setWhy(!why)}>
              Why
            </Button>
          </div>
          {why && <Why rule={finding.rule} hasFix={finding.fix !== undefined} />}
        </div>
      ) : (
        <span className="finding__p" dir="auto">
          {sentence(finding.message)}
        </span>
      )}
    </li>
  )
}

/** Messages are said in a line of a terminal as well; here they are sentences. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? '' : '.')
}

const weights = {
  error: 'Readers get something broken. It weighs as much as twenty remarks.',
  warning: 'Readers will stumble over it. It weighs as much as six remarks.',
  info: 'An editor would look at it. It is a remark, and weighs little.',
}

function Why({ rule, hasFix }: { rule: string; hasFix: boolean }) {
  const { data: rules } = useQuery(rulesQuery)
  const known = rules?.get(rule)
  if (!known) return <p className="small quiet">Looking up the rule</p>
  return (
    <div className="why">
      <p>{known.explanation}</p>
      <p className="small quiet">
        {weights[known.severity]}{' '}
        {hasFix ? 'It can be mended without a model.' : 'Only a person or a model can mend it.'} Its rule is called{' '}
        <code className="mono">{rule}</code>.
      </p>
    </div>
  )
}
