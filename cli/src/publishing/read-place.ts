import { delimiter, dirname, resolve } from 'node:path'
import type { CommandContext } from '../command.ts'
import { Failure } from '../failure.ts'

/** A place as the API names it. */
export interface Place {
  target: 'github' | 'git' | 'folder' | 'zip' | 'webdav' | 's3' | 'hook'
  location: string
}

/** Reads "github:owner/name", "git:path", "zip:path", "webdav:folder", "s3:folder", "hook:", or the path of a folder. */
export function readPlace(text: string): Place {
  const [, target, rest = ''] = /^(github|git|folder|zip|webdav|s3|hook):(.*)$/s.exec(text) ?? []
  switch (target) {
    case 'github': {
      const name = rest.replace(/^https:\/\/github\.com\//, '').replace(/\.git$/, '')
      if (!/^[\w.-]+\/[\w.-]+$/.test(name)) {
        throw new Failure(`"${rest}" is no repository.`, 'Name it as github:owner/name.')
      }
      return { target, location: name }
    }
    case 'git':
    case 'folder':
    case 'zip':
      return { target, location: resolve(rest) }
    case 'webdav':
    case 's3':
      return { target, location: rest }
    case 'hook':
      return { target, location: '' }
    default:
      return text.endsWith('.zip')
        ? { target: 'zip', location: resolve(text) }
        : { target: 'folder', location: resolve(text) }
  }
}

/**
 * The surroundings of a command that publishes to a place. Whoever runs it in this process is the operator, and has just
 * said which folder may be published to; a server has its own mind.
 */
export function allowingPlace(context: CommandContext, { target, location }: Place): CommandContext {
  if (!['git', 'folder', 'zip'].includes(target)) return context
  const { variables } = context.environment
  const folder = target === 'zip' ? dirname(location) : location
  const OCTAVO_PUBLISH_FOLDERS = [variables.OCTAVO_PUBLISH_FOLDERS, folder].filter(Boolean).join(delimiter)
  return { ...context, environment: { ...context.environment, variables: { ...variables, OCTAVO_PUBLISH_FOLDERS } } }
}
