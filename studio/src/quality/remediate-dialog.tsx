import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Check, TextArea } from '../components/field.tsx'
import { Banner } from '../components/states.tsx'
import { count, money } from '../components/words.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { remediationEstimateQuery, remediationsQuery } from './remediation.ts'
import { ruleName } from './rule-names.ts'
import type { Findings } from './use-findings.ts'

/** Asks a model for what cannot be mended without one: which features and rules, at what cost. */
export function RemediateDialog({
  chapter,
  editor,
  findings: { audit, items },
  onAsked,
  onClose,
}: {
  chapter: Chapter
  editor: EditorHandle
  findings: Findings
  onAsked: (remediationId: string) => void
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const missing = (audit?.features.items ?? []).filter(one => one.required && one.count === 0).map(one => one.id)
  const unmended = items.filter(item => !item.fix && item.rule !== 'missing-feature')
  const rules = [...Map.groupBy(unmended, item => item.rule)]
  const [features, setFeatures] = useState<readonly string[]>(missing)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [instructions, setInstructions] = useState('')
  const questions = features.length + chosen.length
  const estimate = useQuery(
    remediationEstimateQuery(chapter.id, 'remediate', features.length > 0 ? [...features] : undefined),
  )
  const begin = useMutation({
    mutationFn: async () => {
      await editor.saved()
      return ask(
        api.v1.chapters[':id'].remediations.$post({
          param: { id: chapter.id },
          json: { features: [...features], findings: [...chosen], instructions },
        }),
      )
    },
    onSuccess: async ({ id }) => {
      onAsked(id)
      await queryClient.invalidateQueries({ queryKey: remediationsQuery(chapter.id).queryKey })
    },
  })
  const problem = begin.error ?? estimate.error
  const cost =
    estimate.data && features.length > 0 ? (estimate.data.cost / features.length) * questions : estimate.data?.cost
  return (
    <Dialog
      title="Have a model mend this chapter"
      description="It proposes changes, each with its place. Nothing changes before you accept it."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            look="primary"
            disabled={questions === 0}
            busy={begin.isPending ? 'Asking' : undefined}
            onClick={() => begin.mutate()}
          >
            {cost ? `Ask for about ${money(cost)}` : 'Ask, free of charge'}
          </Button>
        </>
      }
    >
      {missing.length > 0 && (
        <fieldset className="insp__choices">
          <legend>Features the book requires and this chapter lacks</legend>
          {missing.map(id => (
            <Check
              key={id}
              checked={features.includes(id)}
              onChange={event => setFeatures(toggled(features, id, event.target.checked))}
            >
              {id}
            </Check>
          ))}
        </fieldset>
      )}
      {rules.length > 0 && (
        <fieldset className="insp__choices">
          <legend>Findings that need somebody who writes</legend>
          {rules.map(([rule, found]) => (
            <Check
              key={rule}
              checked={chosen.includes(rule)}
              onChange={event => setChosen(toggled(chosen, rule, event.target.checked))}
            >
              {ruleName(rule)} <span className="quiet">{count(found.length, 'place')}</span>
            </Check>
          ))}
        </fieldset>
      )}
      {missing.length + rules.length === 0 && <p>Whatever is found here can be mended without a model.</p>}
      <TextArea
        label="What it should mind"
        fact="optional"
        rows={2}
        dir="auto"
        value={instructions}
        maxLength={10_000}
        onChange={event => setInstructions(event.target.value)}
      />
      {problem ? (
        <Banner look="stop">
          {explain(problem).title}. {explain(problem).detail}
        </Banner>
      ) : (
        <p className="small quiet">
          {estimate.data ? `By ${estimate.data.model}, one question for each.` : 'Estimating the cost'}
        </p>
      )}
    </Dialog>
  )
}

function toggled(all: readonly string[], one: string, on: boolean): readonly string[] {
  return on ? [...all, one] : all.filter(other => other !== one)
}
