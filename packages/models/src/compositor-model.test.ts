import { type CompositorTask, compose } from '@octavo/compositor'
import { brief, outline, readPassages } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { catalogue, createModels, estimateTokens } from './index.ts'

const text = `# Queues

A queue holds work until a worker is free to take it. Queues let a producer go on while the consumer is busy.

## Backpressure

**Backpressure** is the signal that tells a producer to slow down. Without it a queue grows until memory is gone.
`
const source = { id: 'queues', title: 'queues.md', origin: 'queues.md', format: 'markdown' as const, text }
const task: CompositorTask = {
  task: 'outline',
  brief: brief.parse({ title: 'Queues' }),
  sources: [source],
  passages: readPassages(source),
}
const models = createModels({ cards: catalogue, access: [] })
const request = { model: 'octavo/compositor-1', prompt: 'Plan the book.', maxOutputTokens: 1_000, task }

test('answers a task with what the compositor composes, free of charge', async () => {
  const answer = await models.complete({ ...request, schema: outline })
  expect(answer.text).toBe(compose(task))
  expect(answer.object).toEqual(JSON.parse(compose(task)))
  expect(answer).toMatchObject({ stopReason: 'stop', cost: 0, model: 'octavo/compositor-1' })
  expect(answer.usage).toEqual({
    inputTokens: estimateTokens(request.prompt),
    outputTokens: estimateTokens(answer.text),
    cachedInputTokens: 0,
  })
})

test('streams a section paragraph by paragraph, and stops when canceled', async () => {
  const plan = outline.parse(JSON.parse(compose(task)))
  const section: CompositorTask = {
    task: 'section',
    brief: task.brief,
    outline: plan,
    chapter: 0,
    section: 0,
    sources: [source],
    passages: task.passages,
    codex: [],
    words: 200,
  }
  const paragraphs: string[] = []
  const answer = await models.complete({ ...request, task: section, onText: delta => paragraphs.push(delta) })
  expect(paragraphs.length).toBeGreaterThan(1)
  expect(paragraphs.join('')).toBe(answer.text)
  expect(paragraphs.slice(0, -1).every(paragraph => paragraph.endsWith('\n\n'))).toBe(true)

  const controller = new AbortController()
  const canceled = models.complete({
    ...request,
    task: section,
    signal: controller.signal,
    onText: () => controller.abort(),
  })
  await expect(canceled).rejects.toMatchObject({ code: 'canceled' })
})
