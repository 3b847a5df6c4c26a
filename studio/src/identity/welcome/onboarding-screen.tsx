import { ask } from '@octavo/server/client'
import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { useTitle } from '../../app/page.tsx'
import { router } from '../../app/router.tsx'
import { Mark } from '../../app/running-head.tsx'
import { Button } from '../../components/button.tsx'
import { Check, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Loading } from '../../components/states.tsx'
import { compositor } from '../../generation/models.ts'
import { FormProblem } from '../form-problem.tsx'
import { browserLanguage, languageOptions } from '../languages.ts'
import { type Me, meQuery, useMe, useOrganization } from '../me.ts'
import { mainActKeys, useMainAct } from '../use-main-act.ts'
import { type ModelChoice, ModelChooser } from './model-chooser.tsx'
import './onboarding.css'

type Mode = Me['profile']['mode']

const modes: readonly { value: Mode; label: string; help: string }[] = [
  { value: 'learning', label: 'Books to learn from', help: 'Manuals, textbooks, documentation' },
  { value: 'entertainment', label: 'Books to enjoy', help: 'Novels, stories, essays' },
  { value: 'creator', label: 'Both, or I do not know yet', help: 'Everything stays open' },
]

/** What a new person is asked once: what they make, in which language, and by which model. Somebody known goes on. */
export function OnboardingScreen() {
  const me = useMe()
  const { next } = useSearch({ from: '/app/welcome' })
  useTitle('Welcome')
  const known = me.profile.onboardedAt !== null
  useEffect(() => {
    if (known) router.history.replace(next ?? '/')
  }, [known, next])
  if (known) return <Loading what="Opening" />
  return <Questions me={me} />
}

function Questions({ me }: { me: Me }) {
  const organization = useOrganization()
  const form = useMainAct('Begin')
  const [mode, setMode] = useState<Mode>(me.profile.mode)
  const [language, setLanguage] = useState(me.settings.language === 'en' ? browserLanguage() : me.settings.language)
  const [choice, setChoice] = useState<ModelChoice>({
    model: me.settings.defaultModel ?? compositor,
    provider: '',
    key: '',
  })

  // Whoever has answered is known from then on, and led on by the screen above.
  const finish = async () => {
    await ask(api.v1.me.onboarding.$post())
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  }
  const begin = useMutation({
    mutationFn: async ({ genres, goals }: { genres: string; goals: string }) => {
      if (choice.key) {
        const param = { id: organization.id, provider: choice.provider }
        await ask(
          api.v1.organizations[':id']['provider-keys'][':provider'].$put({ param, json: { apiKey: choice.key } }),
        )
      }
      const named = genres.split(',').map(genre => genre.trim())
      await ask(
        api.v1.me.profile.$patch({ json: { mode, goals: goals.trim() || null, genres: named.filter(Boolean) } }),
      )
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
      await ask(api.v1.me.settings.$patch({ json: { language, timeZone, defaultModel: choice.model } }))
      await finish()
    },
  })
  const skip = useMutation({ mutationFn: finish })

  return (
    <div className="onboarding">
      <main id="main" className="onboarding__sheet" tabIndex={-1}>
        <div className="onboarding__head">
          <Mark />
          <h1 className="h1">
            Welcome, <span dir="auto">{me.profile.name}</span>
          </h1>
          <p>Three answers, so that new books begin with the right settings. All of it can be changed later.</p>
        </div>
        <form
          ref={form}
          onSubmit={event => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            begin.mutate({ genres: String(form.get('genres')), goals: String(form.get('goals')) })
          }}
        >
          <fieldset className="onboarding__part">
            <legend className="h4">What do you make?</legend>
            <div className="choices">
              {modes.map(({ value, label, help }) => (
                <div key={value} className="choice">
                  <Check
                    type="radio"
                    name="mode"
                    value={value}
                    checked={mode === value}
                    onChange={() => setMode(value)}
                  >
                    <b>{label}</b>
                    <span className="quiet">{help}</span>
                  </Check>
                </div>
              ))}
            </div>
            <div className="onboarding__pair">
              <TextField
                label="Genres"
                fact="optional"
                help="Separated by commas: field guide, memoir"
                name="genres"
                dir="auto"
                defaultValue={me.profile.genres.join(', ')}
              />
              <SelectField
                label="Language you write in"
                options={languageOptions(language)}
                value={language}
                onValue={setLanguage}
              />
            </div>
            <TextArea
              label="What would you like to finish?"
              fact="optional"
              name="goals"
              rows={2}
              dir="auto"
              maxLength={5000}
              defaultValue={me.profile.goals ?? ''}
            />
          </fieldset>
          <ModelChooser organizationId={organization.id} choice={choice} onChoice={setChoice} />
          <FormProblem error={begin.error ?? skip.error} />
          <div className="onboarding__acts">
            <Button
              type="submit"
              look="primary"
              size="l"
              keys={mainActKeys}
              busy={begin.isPending ? 'Keeping your answers' : undefined}
            >
              Begin
            </Button>
            <Button look="quiet" size="l" busy={skip.isPending ? 'Skipping' : undefined} onClick={() => skip.mutate()}>
              Skip
            </Button>
          </div>
        </form>
      </main>
    </div>
  )
}
