import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain, hasCode } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextArea, TextField } from '../../components/field.tsx'
import { toast } from '../../components/toast.tsx'
import { FormProblem } from '../form-problem.tsx'
import { type Me, meQuery, useMe } from '../me.ts'
import { mainActKeys, useMainAct } from '../use-main-act.ts'
import { SettingsSection } from './settings-section.tsx'

type Profile = Me['profile']
type Experience = NonNullable<Profile['experience']> | ''

const experiences: readonly { value: Experience; label: string }[] = [
  { value: '', label: 'Not said' },
  { value: 'beginner', label: 'My first book' },
  { value: 'intermediate', label: 'I have written some' },
  { value: 'experienced', label: 'I write often' },
  { value: 'professional', label: 'I live by it' },
]

const modes: readonly { value: Profile['mode']; label: string }[] = [
  { value: 'learning', label: 'Books to learn from' },
  { value: 'entertainment', label: 'Books to enjoy' },
  { value: 'creator', label: 'Both' },
]

const fields = ['name', 'username', 'bio', 'website', 'avatarUrl', 'genres', 'goals']

/** Who one is: the name on books and beside comments, and what one makes. */
export function ProfileSection() {
  const me = useMe()
  const { profile } = me
  const client = useQueryClient()
  const form = useMainAct('Save')
  const [experience, setExperience] = useState<Experience>(profile.experience ?? '')
  const [mode, setMode] = useState(profile.mode)
  const save = useMutation({
    mutationFn: async (form: Record<string, string>) => {
      const { name = '', username = '', bio, website, genres = '', goals } = form
      // First, because it alone can be taken by somebody else: then nothing is half saved.
      if ((username || null) !== me.username) await ask(api.v1.me.$patch({ json: { username: username || null } }))
      const json = {
        name,
        bio: bio || null,
        website: website || null,
        goals: goals || null,
        genres: genres
          .split(',')
          .map(genre => genre.trim())
          .filter(Boolean),
        experience: experience || null,
        mode,
      }
      await ask(api.v1.me.profile.$patch({ json }))
    },
    onSuccess: () => toast('Saved.'),
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  })
  const taken = hasCode(save.error, 'conflict')
  const mistakes = save.error ? explain(save.error).fields : {}
  return (
    <SettingsSection title="Profile" lead="Your name stands on new books and beside your comments.">
      <form
        ref={form}
        className="section__form"
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          save.mutate(Object.fromEntries(fields.map(field => [field, String(form.get(field) ?? '').trim()])))
        }}
      >
        <TextField
          label="Name"
          name="name"
          dir="auto"
          autoComplete="name"
          required
          maxLength={200}
          defaultValue={profile.name}
          error={mistakes.name}
        />
        <TextField
          label="User name"
          fact="optional"
          name="username"
          autoComplete="off"
          dir="ltr"
          defaultValue={me.username ?? ''}
          help="2 to 50 letters, digits, “.”, “_” and “-”"
          error={taken ? 'Somebody has this name already. Take another one.' : mistakes.username}
        />
        <TextArea
          label="About you"
          fact="optional"
          name="bio"
          dir="auto"
          rows={3}
          maxLength={5000}
          defaultValue={profile.bio ?? ''}
          error={mistakes.bio}
        />
        <TextField
          label="Website"
          fact="optional"
          name="website"
          type="url"
          dir="ltr"
          placeholder="https://"
          defaultValue={profile.website ?? ''}
          error={mistakes.website}
        />
        <div className="section__pair">
          <SelectField label="What you make" options={modes} value={mode} onValue={setMode} />
          <SelectField
            label="How much you have written"
            options={experiences}
            value={experience}
            onValue={setExperience}
          />
        </div>
        <TextField
          label="Genres"
          fact="optional"
          name="genres"
          dir="auto"
          defaultValue={profile.genres.join(', ')}
          help="Separated by commas"
          error={mistakes.genres}
        />
        <TextArea
          label="What you would like to finish"
          fact="optional"
          name="goals"
          dir="auto"
          rows={2}
          maxLength={5000}
          defaultValue={profile.goals ?? ''}
          error={mistakes.goals}
        />
        {!taken && <FormProblem error={save.error} fields={fields} />}
        <div>
          <Button type="submit" look="primary" keys={mainActKeys} busy={save.isPending ? 'Saving' : undefined}>
            Save
          </Button>
        </div>
      </form>
    </SettingsSection>
  )
}
