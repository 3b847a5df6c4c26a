import { useQuery } from '@tanstack/react-query'
import { buttonClass } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { count, size } from '../../components/words.ts'
import { downloadOf, type Export, shownQuery } from '../exports/exports.ts'
import { formats } from '../formats/formats.ts'
import { StageHead } from './stage-head.tsx'

/** What is inside an export that no browser shows, and the way to have it. */
export function Inside({ made, about }: { made: Export; about: string }) {
  const { data, error } = useQuery(shownQuery(made.id))
  if (error) return <ErrorState error={error} />
  if (!data) return <Loading what={`Opening ${formats[made.format].inSentence}`} />
  return (
    <>
      <StageHead about={about} />
      <div className="stage stage--list">
        <div className="inside">
          <h3 className="h3">{formats[made.format].name}</h3>
          <p className="soft">
            {data.count > 0 ? `${count(data.count, 'file')}, ` : ''}
            {size(made.bytes ?? 0)} in all. Programs open it; this page shows what is inside.
          </p>
          <p>
            <a className={buttonClass()} href={downloadOf(made.id)} download>
              <Icon name="down-to" />
              Download
            </a>
          </p>
          {data.files.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>File</th>
                  <th className="r">Size</th>
                </tr>
              </thead>
              <tbody>
                {data.files.map(({ path, bytes }) => (
                  <tr key={path}>
                    <td className="mono break-all">{path}</td>
                    <td className="r">{size(bytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {data.count > data.files.length && (
            <p className="small quiet">
              The first {data.files.length} of {count(data.count, 'file')}.
            </p>
          )}
        </div>
      </div>
    </>
  )
}
