import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { SelectField, TextArea, TextField } from '../../../components/field.tsx'
import { Banner } from '../../../components/states.tsx'
import { count, list, number } from '../../../components/words.ts'
import { bookKinds, languagesWith } from '../../kinds.ts'
import { FeaturesDialog } from './features-dialog.tsx'
import { useTyped, useTypedNumber } from './typed-text.tsx'
import type { Brief } from './use-brief.ts'

const names = {
  title: 'the title',
  subtitle: 'the subtitle',
  notes: 'the brief',
  kind: 'the kind',
  audience: 'the reader',
  targetWords: 'the words',
  targetChapters: 'the chapters',
  targetWordsPerChapter: 'the words of a chapter',
  styleGuide: 'the voice',
  language: 'the language',
  requiredFeatures: 'the features',
  model: 'the model',
}

/** What is to be written: saved as it is typed. */
export function BriefForm({ brief, mayEdit }: { brief: Brief; mayEdit: boolean }) {
  const { values, set, state, errors } = brief
  const [choosing, setChoosing] = useState(false)
  const notes = useTyped(values.notes, text => set({ notes: text }))
  const audience = useTyped(values.audience ?? '', text => set({ audience: text.trim() === '' ? null : text }))
  const voice = useTyped(values.styleGuide, text => set({ styleGuide: text }))
  // What is wanted of the whole book counts before what is usual for a chapter.
  const words = useTypedNumber(values.targetWords, targetWords => {
    set({ targetWords, ...(targetWords && { targetWordsPerChapter: null }) })
  })
  const chapters = useTypedNumber(values.targetChapters, number => set({ targetChapters: number }))
  const pages = values.targetWords && Math.max(1, Math.round(values.targetWords / 250))
  return (
    <div className="plan-sec">
      <header>
        <h2 className="h4">Brief</h2>
        <SavedState brief={brief} />
      </header>
      {state.is === 'conflict' && (
        <Banner look="warn">
          Somebody else changed {list(state.names.map(name => names[name]))} meanwhile.
          <span className="plan-choice">
            <button type="button" className="link" onClick={() => brief.settle('mine')}>
              Keep mine
            </button>
            <button type="button" className="link" onClick={() => brief.settle('theirs')}>
              Take theirs
            </button>
          </span>
        </Banner>
      )}
      <fieldset className="plan-fields" disabled={!mayEdit} aria-label="Brief">
        <TextArea
          label={<span className="vh">What the book is to be</span>}
          placeholder="What the book is to be, for whom, and what matters."
          rows={4}
          dir="auto"
          error={errors.notes}
          {...notes}
        />
        <div className="plan-pair">
          <SelectField label="Kind" options={bookKinds} value={values.kind} onValue={kind => set({ kind })} />
          <TextField label="Reader" dir="auto" placeholder="Who reads it" error={errors.audience} {...audience} />
          <TextField
            label="Words"
            fact={pages ? count(pages, 'page') : ''}
            placeholder={
              values.targetWordsPerChapter ? `${number(values.targetWordsPerChapter)} a chapter` : 'Any length'
            }
            error={errors.targetWords}
            {...words}
          />
          <TextField label="Chapters" error={errors.targetChapters} {...chapters} />
          <SelectField
            label="Language"
            options={languagesWith(values.language)}
            value={values.language}
            onValue={language => set({ language })}
          />
          <div className="field">
            <span className="field__label">Must have</span>
            <Button className="plan-must" onClick={() => setChoosing(true)} disabled={!mayEdit}>
              {values.requiredFeatures.length > 0 ? count(values.requiredFeatures.length, 'feature') : 'No feature'}
            </Button>
          </div>
        </div>
        <TextArea label="Voice" fact="tone, person, habits" rows={2} dir="auto" error={errors.styleGuide} {...voice} />
      </fieldset>
      {choosing && (
        <FeaturesDialog
          chosen={values.requiredFeatures}
          onChoose={requiredFeatures => set({ requiredFeatures })}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  )
}

function SavedState({ brief: { state, flush } }: { brief: Brief }) {
  return (
    <span className="small quiet" role="status">
      {state.is === 'saved' && 'Saved'}
      {state.is === 'typed' && 'Not saved yet'}
      {state.is === 'saving' && 'Saving'}
      {state.is === 'waiting' && 'Kept here: the server does not answer'}
      {state.is === 'conflict' && 'Not saved'}
      {state.is === 'refused' && (
        <>
          Not saved. {state.detail}{' '}
          {state.detail && (
            <button type="button" className="link" onClick={() => void flush()}>
              Try again
            </button>
          )}
        </>
      )}
    </span>
  )
}
