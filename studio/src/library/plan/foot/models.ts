import { compositor, type Model } from '../../../generation/models.ts'

/** Those that write, as choices: what can be called first. */
export function writers(models: readonly Model[], chosen: string) {
  const listed = models
    .filter(model => model.capabilities.includes('text') && (model.status === 'active' || model.id === chosen))
    .sort((a, b) => Number(b.available) - Number(a.available) || a.id.localeCompare(b.id))
  const choices = listed.map(({ id, name, available, providerId }) => ({
    value: id,
    label: id === compositor ? 'Compositor: no key, $0' : available ? name : `${name}: no key for ${providerId}`,
  }))
  // One that was taken off the list is still the one that is set.
  return choices.some(one => one.value === chosen) ? choices : [{ value: chosen, label: chosen }, ...choices]
}
