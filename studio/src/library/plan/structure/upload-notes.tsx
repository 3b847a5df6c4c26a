import { Icon } from '../../../components/icon.tsx'
import { count, number } from '../../../components/words.ts'
import type { Structure } from './structure.ts'

/** What a file may say of itself, and what that is called here. */
const said = {
  title: 'Title',
  subtitle: 'Subtitle',
  authors: 'Authors',
  creators: 'Authors',
  language: 'Language',
  publisher: 'Publisher',
  date: 'Date',
  rights: 'Rights',
}

/** What reading an upload warned of, and what of its words is not in the chapters, with why. */
export function UploadNotes({
  structure: { warnings, removed, characters, images, metadata },
}: {
  structure: Structure
}) {
  const known = Object.entries(said).flatMap(([field, name]) => {
    const value = metadata?.[field]
    const words = Array.isArray(value) ? value.filter(one => typeof one === 'string').join(', ') : value
    return typeof words === 'string' && words && words.length < 300 ? [[name, words] as const] : []
  })
  return (
    <div className="structure-notes">
      {known.length > 0 && (
        <dl>
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {characters && (
        <p className="soft">
          {number(characters.total)} characters were read: {number(characters.chapters)} in chapters
          {characters.front + characters.back > 0 &&
            `, ${number(characters.front + characters.back)} in front and back matter`}
          {characters.excluded > 0 && `, ${number(characters.excluded)} left out by you`}
          {characters.removed > 0 && `, ${number(characters.removed)} removed`}.
          {images > 0 && ` ${count(images, 'picture')} came with them.`}
        </p>
      )}
      {warnings.length > 0 && (
        <>
          <h3>Worth knowing</h3>
          <ul>
            {warnings.map(warning => (
              <li key={warning} className="structure-warning">
                <Icon name="warn" />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {removed.length > 0 && (
        <details>
          <summary>Removed: {count(removed.length, 'piece')}, such as running heads and page numbers</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys */}
          <ul className="structure-removed" tabIndex={0} aria-label="Removed">
            {removed.map((one, index) => (
              <li key={index}>
                <span dir="auto">{one.text}</span>
                <span className="quiet small">
                  {one.reason} · {one.place}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
