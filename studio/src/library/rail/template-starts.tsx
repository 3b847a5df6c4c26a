import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { count } from '../../components/words.ts'
import { StartBookDialog } from '../templates/start-book-dialog.tsx'
import { chaptersOf, type Template, templatesQuery } from '../templates/templates.ts'

/** More are on their own screen. */
const most = 4

/** A few templates to start a book from. */
export function TemplateStarts() {
  const { data: templates } = useQuery(templatesQuery)
  const [chosen, setChosen] = useState<Template>()
  if (!templates?.length) return null
  return (
    <section>
      <h2>Start from a template</h2>
      <ul className="starts">
        {templates.slice(0, most).map(template => (
          <li key={template.id}>
            <button type="button" onClick={() => setChosen(template)}>
              <span dir="auto">{template.name}</span>
              <small>{chaptersOf(template) > 0 && count(chaptersOf(template), 'chapter')}</small>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <Link className="link" to="/templates">
          All templates
        </Link>
      </p>
      {chosen && <StartBookDialog template={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  )
}
