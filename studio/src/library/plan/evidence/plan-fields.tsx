import { useState } from 'react'
import { TextArea, TextField } from '../../../components/field.tsx'
import type { Row } from '../outline/tree.ts'

/** What a chapter or section is to say and how long: saved when one leaves the field. */
export function PlanFields({
  row: { node, section },
  mayEdit,
  onWrite,
}: {
  row: Row
  mayEdit: boolean
  onWrite: (words: { synopsis?: string; targetWords?: number | null }) => void
}) {
  const saved = section === undefined ? node.synopsis : node.sections[section]!.synopsis
  const [synopsis, setSynopsis] = useState(saved)
  const [words, setWords] = useState(node.targetWords === null ? '' : String(node.targetWords))
  const [before, setBefore] = useState({ saved, words: node.targetWords })
  if (before.saved !== saved || before.words !== node.targetWords) {
    setBefore({ saved, words: node.targetWords })
    setSynopsis(saved)
    setWords(node.targetWords === null ? '' : String(node.targetWords))
  }
  const wanted = words.replaceAll(/[\s,.’']/g, '')
  const wrong = wanted !== '' && !/^[1-9]\d{0,5}$/.test(wanted)
  return (
    <div className="plan-fields plan-behind__plan">
      <TextArea
        label="Synopsis"
        rows={2}
        dir="auto"
        maxLength={2_000}
        readOnly={!mayEdit}
        value={synopsis}
        onChange={event => setSynopsis(event.currentTarget.value)}
        onBlur={() => synopsis !== saved && onWrite({ synopsis })}
      />
      {section === undefined && node.kind === 'chapter' && (
        <TextField
          label="Words of this chapter"
          inputMode="numeric"
          placeholder="Its share of the book"
          readOnly={!mayEdit}
          error={wrong ? 'Give a whole number, or nothing.' : undefined}
          value={words}
          onChange={event => setWords(event.currentTarget.value)}
          onBlur={() => {
            const targetWords = wanted === '' ? null : Number(wanted)
            if (!wrong && targetWords !== node.targetWords) onWrite({ targetWords })
          }}
        />
      )}
    </div>
  )
}
