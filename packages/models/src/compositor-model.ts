import {
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4Prompt,
  type LanguageModelV4StreamPart,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider'
import type { CompositorTask } from '@octavo/compositor'
import { ModelError } from './model-error.ts'
import { estimateTokens } from './tokens.ts'

/**
 * The compositor as an AI SDK language model. It reads the structured task in `providerOptions.octavo.task`, not the
 * prompt, and streams its answer paragraph by paragraph. It has no length limit, so `maxOutputTokens` does not bind it.
 * Tokens are counted by `estimateTokens`; they cost nothing.
 */
export function compositorModel(modelId: string): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'octavo',
    modelId,
    supportedUrls: {},
    doGenerate() {
      throw new UnsupportedFunctionalityError({ functionality: 'answers that are not streamed' })
    },
    async doStream(options) {
      const task = readTask(options, modelId)
      // Loaded when first asked, as it brings a natural-language model with it.
      const { compose } = await import('@octavo/compositor')
      return { stream: paragraphs(compose(task), options) }
    },
  }
}

function readTask({ providerOptions }: LanguageModelV4CallOptions, modelId: string): CompositorTask {
  const task = providerOptions?.octavo?.task
  if (task) return task as unknown as CompositorTask
  throw new ModelError(
    'request_invalid',
    'The compositor arranges sources; it cannot answer a free prompt. Choose a language model for this: add a key for one, or name a local server.',
    { model: `octavo/${modelId}` },
  )
}

function paragraphs(text: string, options: LanguageModelV4CallOptions): ReadableStream<LanguageModelV4StreamPart> {
  const id = 'text'
  const deltas = text.split(/(?<=\n\n)/)
  const parts: LanguageModelV4StreamPart[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id },
    ...deltas.map(delta => ({ type: 'text-delta' as const, id, delta })),
    { type: 'text-end', id },
    {
      type: 'finish',
      finishReason: { unified: 'stop', raw: undefined },
      usage: {
        inputTokens: count(estimateTokens(textOf(options.prompt))),
        outputTokens: { total: estimateTokens(text), text: estimateTokens(text), reasoning: undefined },
      },
    },
  ]
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

function count(total: number) {
  return { total, noCache: total, cacheRead: undefined, cacheWrite: undefined }
}

function textOf(prompt: LanguageModelV4Prompt): string {
  return prompt
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : content.flatMap(part => (part.type === 'text' ? [part.text] : [])),
    )
    .join('\n')
}
