import { type ChildProcess, fork } from 'node:child_process'
import { PdfError } from '../pdf-error.ts'
import type { Answer, Question } from './protocol.ts'

export interface CompilerLimits {
  /** Megabytes of the process that compiles. */
  memory: number
  /** Milliseconds for one book. */
  time: number
}

type Reply<Name extends Answer['answer']> = Extract<Answer, { answer: Name }>

/** A process with Typst in it, started when first asked. After it was stopped, the next question starts another. */
export class Compiler {
  readonly #fonts: string[]
  readonly #limits: CompilerLimits
  #process: ChildProcess | undefined
  #opened: Promise<unknown> | undefined

  constructor(fonts: string[], limits: CompilerLimits) {
    this.#fonts = fonts
    this.#limits = limits
  }

  /** Whether it runs, and so still has the files it was sent. */
  get running(): boolean {
    return this.#process !== undefined
  }

  /** Starts it without waiting, so that it is ready when the first question comes. */
  start(): Promise<unknown> {
    this.#opened ??= this.#put({ ask: 'open', fonts: this.#fonts, memory: this.#limits.memory })
    return this.#opened
  }

  /** Throws PdfError, and the signal's reason; then the process is gone. */
  async ask<Name extends Answer['answer']>(
    question: Question,
    { signal, time = this.#limits.time }: { signal?: AbortSignal | undefined; time?: number } = {},
  ): Promise<Reply<Name>> {
    signal?.throwIfAborted()
    await this.start()
    return (await this.#put(question, signal, time)) as Reply<Name>
  }

  close(): void {
    this.#process?.kill('SIGKILL')
    this.#process = undefined
    this.#opened = undefined
  }

  #put(question: Question, signal?: AbortSignal, time = this.#limits.time): Promise<Answer> {
    this.#process ??= this.#fork()
    const running = this.#process
    return new Promise<Answer>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        running.unref()
        running.channel?.unref()
        running.off('message', answered)
        running.off('exit', ended)
        running.off('error', stop)
      }
      const stop = (error: unknown) => {
        settle()
        this.close()
        reject(error)
      }
      const abort = () => stop(signal?.reason)
      const answered = (answer: Answer) => {
        settle()
        if (answer.answer === 'failed') reject(new PdfError('crashed', `Typst failed: ${answer.message}`))
        else resolve(answer)
      }
      const ended = (code: number | null, kill: NodeJS.Signals | null) =>
        stop(
          kill === 'SIGUSR2'
            ? new PdfError(
                'too-large',
                `Setting this book takes more than ${this.#limits.memory} MB. Make its pictures smaller or print it in parts.`,
              )
            : new PdfError(
                'crashed',
                `Typst ended in the middle of its work (${kill ?? code}). Print again; if it happens again, take out what you changed last.`,
              ),
        )
      const timer = setTimeout(
        () =>
          stop(
            new PdfError(
              'too-slow',
              `Setting this book takes more than ${Math.round(time / 1000)} s. Look for what never ends in its raw Typst.`,
            ),
          ),
        time,
      )
      signal?.addEventListener('abort', abort)
      running.on('message', answered)
      running.on('exit', ended)
      running.on('error', stop)
      // It keeps this process alive only while an answer is awaited.
      running.ref()
      running.channel?.ref()
      running.send(question)
    })
  }

  #fork(): ChildProcess {
    return fork(new URL('./compiler-process.ts', import.meta.url), {
      // Without the paths and proxies of its parent it finds no packages, on this machine or another.
      env: { XDG_CACHE_HOME: '/dev/null', XDG_DATA_HOME: '/dev/null', HTTPS_PROXY: 'http://127.0.0.1:9' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
  }
}
