import { useQuery } from '@tanstack/react-query'
import { Check, SelectField } from '../../components/field.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { compositor, type Model } from '../../generation/models.ts'
import { type Provider, providersQuery, writersQuery } from '../models.ts'
import { PasswordField } from './password-field.tsx'

/** Who shall write, with the key that is to be stored for it, if one was typed. */
export interface ModelChoice {
  model: string
  /** Empty while the compositor is chosen. */
  provider: string
  key: string
}

/** The compositor, which needs no key, or a model of a provider with a key for it. */
export function ModelChooser({
  organizationId,
  choice,
  onChoice,
}: {
  organizationId: string
  choice: ModelChoice
  onChoice: (choice: ModelChoice) => void
}) {
  const models = useQuery(writersQuery(organizationId))
  const providers = useQuery(providersQuery)
  const failed = models.error ?? providers.error
  if (failed) return <ErrorState error={failed} />
  if (!models.data || !providers.data) return <Loading what="Looking which models there are" />
  const writing = providers.data.filter(provider => models.data.some(model => model.providerId === provider.id))
  const chosen = writing.find(provider => provider.id === choice.provider)

  const chooseProvider = (provider: string) => {
    const [first] = models.data.filter(model => model.providerId === provider)
    onChoice({ model: first?.id ?? compositor, provider, key: '' })
  }
  return (
    <fieldset className="onboarding__part">
      <legend className="h4">Who writes the drafts?</legend>
      <div className="choices">
        <div className="choice">
          <Check
            type="radio"
            name="writer"
            checked={choice.model === compositor}
            onChange={() => onChoice({ model: compositor, provider: '', key: '' })}
          >
            <b>No key needed</b>
            <span className="quiet">
              The compositor arranges your own words, cites each, and invents nothing. It costs nothing.
            </span>
          </Check>
        </div>
        {writing.length > 0 && (
          <div className="choice">
            <Check
              type="radio"
              name="writer"
              checked={choice.model !== compositor}
              onChange={() => chooseProvider(writing.find(one => isReady(one, models.data))?.id ?? writing[0]!.id)}
            >
              <b>A language model</b>
              <span className="quiet">
                It writes new sentences from your sources, and its provider charges for each of them.
              </span>
            </Check>
          </div>
        )}
      </div>
      {chosen && (
        <ProviderFields
          models={models.data}
          providers={writing}
          provider={chosen}
          choice={choice}
          onChoice={onChoice}
          onProvider={chooseProvider}
        />
      )}
    </fieldset>
  )
}

const isReady = (provider: Provider, models: readonly Model[]) =>
  models.some(model => model.providerId === provider.id && model.available)

function ProviderFields({
  models,
  providers,
  provider,
  choice,
  onChoice,
  onProvider,
}: {
  models: readonly Model[]
  providers: readonly Provider[]
  provider: Provider
  choice: ModelChoice
  onChoice: (choice: ModelChoice) => void
  onProvider: (provider: string) => void
}) {
  const ready = isReady(provider, models)
  return (
    <>
      <div className="onboarding__pair">
        <SelectField
          label="Provider"
          options={providers.map(({ id, name }) => ({ value: id, label: name }))}
          value={provider.id}
          onValue={onProvider}
        />
        <SelectField
          label="Model"
          options={models
            .filter(model => model.providerId === provider.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={choice.model}
          onValue={model => onChoice({ ...choice, model })}
        />
      </div>
      <PasswordField
        label={`Key of ${provider.name}`}
        help={
          ready
            ? 'Optional: there is a key already.'
            : 'Optional: without one, jobs with this model wait. It is kept encrypted and never shown again.'
        }
        name="key"
        autoComplete="off"
        required={false}
        value={choice.key}
        onChange={event => onChoice({ ...choice, key: event.target.value.trim() })}
      />
    </>
  )
}
