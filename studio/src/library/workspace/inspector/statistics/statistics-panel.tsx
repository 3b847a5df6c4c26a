import { ask } from '@octavo/server/client'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { Chip, Meter } from '../../../../components/progress.tsx'
import { Segmented } from '../../../../components/segmented.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { count, duration, number } from '../../../../components/words.ts'
import { outlineQuery } from '../../../book.ts'
import type { PanelProps } from '../inspector.tsx'
import { meanings, mood, reasons } from './meanings.ts'

const chapterQuery = (chapterId: string, version: number) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'statistics', version],
    queryFn: () => ask(api.v1.chapters[':id'].statistics.$get({ param: { id: chapterId } })),
    placeholderData: keepPreviousData,
  })
const bookQuery = (bookId: string, version: number) =>
  queryOptions({
    queryKey: ['book', bookId, 'statistics', version],
    queryFn: () => ask(api.v1.books[':id'].statistics.$get({ param: { id: bookId } })),
    placeholderData: keepPreviousData,
  })

/** What is counted in the chapter, or in the book, with what the figures mean. */
export function StatisticsPanel({ book, chapter, editor }: PanelProps) {
  const [of, setOf] = useState<'chapter' | 'book'>('chapter')
  const ofChapter = useQuery({ ...chapterQuery(chapter.id, chapter.version), enabled: of === 'chapter' })
  const ofBook = useQuery({ ...bookQuery(book.id, chapter.version), enabled: of === 'book' })
  const { data: outline } = useQuery(outlineQuery(book.id))
  const shown = of === 'chapter' ? ofChapter : ofBook
  const figures = of === 'chapter' ? ofChapter.data : ofBook.data?.total
  const planned =
    of === 'book'
      ? book.targetWords
      : (plannedWords(outline?.items ?? [], chapter.outlineItemId) ?? book.targetWordsPerChapter)
  return (
    <div className="pane__body" tabIndex={-1}>
      <div className="insp__body">
        <Segmented
          label="Counted in"
          options={[
            { value: 'chapter', label: 'This chapter' },
            { value: 'book', label: 'The book' },
          ]}
          value={of}
          onValue={setOf}
        />
        {shown.isPending && <Loading what="Counting" lines={6} />}
        {shown.isError && <ErrorState error={shown.error} retry={shown.refetch} />}
        {figures && (
          <>
            <Length words={figures.words} planned={planned} minutes={figures.readingMinutes} />
            <table className="table">
              <caption className="vh">What is counted</caption>
              <tbody>
                <Row name="Sentences" value={number(figures.sentences)} />
                <Row name="Paragraphs" value={number(figures.paragraphs)} />
                <Row name="Characters without spaces" value={number(figures.characters)} />
                <Row name="Words in a sentence" value={average(figures.averageSentenceLength)} />
                <Row name="Letters in a word" value={average(figures.averageWordLength)} />
                {figures.aiShare !== null && (
                  <Row name="Words as a model wrote them" value={`${Math.round(figures.aiShare * 100)} %`} />
                )}
                {figures.sentiment !== null && (
                  <Row name="Mood" says={mood(figures.sentiment)} value={figures.sentiment.toFixed(2)} />
                )}
              </tbody>
            </table>
            <h3 className="insp__h">Readability</h3>
            <table className="table">
              <caption className="vh">Readability</caption>
              <tbody>
                {Object.entries(meanings).map(([name, meaning]) => {
                  const { value, because } = figures.indices[name as keyof typeof meanings]
                  const says = value === null ? because && reasons[because] : meaning.says(value)
                  return (
                    <Row key={name} name={meaning.name} says={says} value={value === null ? '–' : value.toFixed(1)} />
                  )
                })}
              </tbody>
            </table>
            {figures.topics.length > 0 && (
              <>
                <h3 className="insp__h">Topics</h3>
                <p className="flex flex-wrap gap-2">
                  {figures.topics.slice(0, 12).map(({ phrase }) => (
                    <Chip key={phrase} look="line">
                      <span dir="auto">{phrase}</span>
                    </Chip>
                  ))}
                </p>
              </>
            )}
            {of === 'chapter' && (ofChapter.data?.longestSentences.length ?? 0) > 0 && (
              <>
                <h3 className="insp__h">Longest sentences</h3>
                <ol className="grid gap-3">
                  {ofChapter.data!.longestSentences.map(sentence => (
                    <li key={`${sentence.line}:${sentence.column}`} className="passage">
                      <p className="passage__q insp__quote" dir="auto">
                        {sentence.text}
                      </p>
                      <p className="passage__f">
                        <span>{count(sentence.words, 'word')}</span>
                        <button type="button" className="link" onClick={() => editor.goTo(sentence)}>
                          line {sentence.line}
                        </button>
                      </p>
                    </li>
                  ))}
                </ol>
              </>
            )}
            {ofBook.data && of === 'book' && (
              <>
                <h3 className="insp__h">Chapters</h3>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Chapter</th>
                      <th scope="col" className="r">
                        Words
                      </th>
                      <th scope="col" className="r">
                        Flesch
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {ofBook.data.chapters.map(one => (
                      <tr key={one.chapterId}>
                        <td dir="auto">{one.title}</td>
                        <td className="r">{number(one.words)}</td>
                        <td className="r">{one.indices.fleschReadingEase.value?.toFixed(0) ?? '–'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </>
        )}
      </div>
    </div>
  )
}

interface Planned {
  id: string
  targetWords: number | null
  /** Items as this one; a type that holds itself does not come through the client. */
  children: unknown
}

/** How long an item of the outline is planned to be. */
function plannedWords(items: readonly Planned[], id: string): number | null {
  for (const item of items) {
    const found = item.id === id ? item.targetWords : plannedWords(item.children as readonly Planned[], id)
    if (found !== null) return found
  }
  return null
}

function Length({ words, planned, minutes }: { words: number; planned: number | null; minutes: number }) {
  const says = `${count(words, 'word')}, ${duration(Math.max(1, minutes) * 60)} to read.`
  if (!planned) return <p>{says} No length is planned.</p>
  return (
    <div className="grid gap-2">
      <p>{says}</p>
      <Meter
        label="Of what is planned"
        value={`${number(words)} of ${number(planned)}`}
        share={words / planned}
        note={words > planned ? `${count(words - planned, 'word')} over` : `${count(planned - words, 'word')} to go`}
      />
    </div>
  )
}

function Row({ name, value, says }: { name: string; value: string; says?: string | null | undefined }) {
  return (
    <tr>
      <th scope="row" className="insp__row">
        {name}
        {says && <span className="small quiet">{says}</span>}
      </th>
      <td className="r">{value}</td>
    </tr>
  )
}

const average = (value: number | null): string => (value === null ? '–' : value.toFixed(1))
