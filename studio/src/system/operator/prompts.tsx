import { useQuery } from '@tanstack/react-query'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { ago, count } from '../../components/words.ts'
import { type Prompt, promptsQuery } from './operator.ts'

/** What models are told, by name, the newest version first. */
export function Prompts() {
  const { data, error, isError, refetch } = useQuery(promptsQuery)
  if (!data) {
    return isError ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading what="Reading the prompts" />
  }
  const names = Map.groupBy(data.items, ({ name }) => name)
  return (
    <div className="operator__stack">
      <p className="operator__lead">
        {count(names.size, 'prompt')}. Organizations may have versions of their own, which are used in place of these.
      </p>
      {[...names].map(([name, versions]) => (
        <section key={name} className="operator__card" aria-label={`Prompt ${name}`}>
          <div className="operator__cardhead">
            <h2 className="h3">{versions[0]!.title}</h2>
            <code className="mono quiet">{name}</code>
          </div>
          {versions.map(version => (
            <PromptVersion key={version.id} prompt={version} />
          ))}
        </section>
      ))}
    </div>
  )
}

function PromptVersion({ prompt }: { prompt: Prompt }) {
  const rating = prompt.meanRating === null ? '' : `, rated ${prompt.meanRating.toFixed(1)} of 5`
  return (
    <details className="operator__details">
      <summary>
        <span>Version {prompt.version}</span>
        <Chip look="line">
          {prompt.organizationId === null ? 'built in' : prompt.isPublic ? 'shared' : 'of an organization'}
        </Chip>
        <span className="quiet">
          {count(prompt.uses, 'use')}
          {rating}, {ago(prompt.createdAt)}
        </span>
      </summary>
      {prompt.system && (
        <>
          <h3 className="small quiet">Who it speaks as</h3>
          <pre className="operator__text">{prompt.system}</pre>
        </>
      )}
      <h3 className="small quiet">What it asks</h3>
      <pre className="operator__text">{prompt.template}</pre>
    </details>
  )
}
