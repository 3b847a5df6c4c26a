import { z } from '@hono/zod-openapi'

const secret = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .regex(/^[\x21-\x7e]+$/, 'must not hold spaces or line breaks')
const webhookSecret = secret
  .min(16)
  .optional()
  .openapi({ description: 'The same as in the webhook of the repository; needed for pulling by itself' })
const httpUrl = z.url({ protocol: /^https?$/ }).max(2000)

/** What each kind of connection needs. What is secret is sealed and never shown again. */
export const connectionInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('github'), token: secret, webhookSecret }),
  z.object({
    kind: z.literal('github-app'),
    installation: z.number().int().positive().openapi({ description: 'The number at the end of its settings page' }),
    webhookSecret,
  }),
  z.object({
    kind: z.literal('webdav'),
    url: httpUrl,
    username: z.string().min(1).max(200),
    password: z.string().min(1),
  }),
  z.object({
    kind: z.literal('s3'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket'),
    region: z.string().min(1).max(60).default('us-east-1'),
    endpoint: httpUrl.optional().openapi({ description: 'Of a service other than Amazon’s' }),
    accessKeyId: secret,
    secretAccessKey: secret,
  }),
  z.object({
    kind: z.literal('hook'),
    url: httpUrl.openapi({ description: 'Sent an empty POST after the files are where its site is built from' }),
  }),
])
export type ConnectionInput = z.infer<typeof connectionInput>
export type ConnectionKind = ConnectionInput['kind']

/** The part that is sealed, and the part that may be shown. */
export function divide(input: ConnectionInput): {
  secret: Record<string, string>
  settings: Record<string, string | number>
} {
  switch (input.kind) {
    case 'github':
      return { secret: given({ token: input.token, webhookSecret: input.webhookSecret }), settings: {} }
    case 'github-app':
      return { secret: given({ webhookSecret: input.webhookSecret }), settings: { installation: input.installation } }
    case 'webdav':
      return { secret: { password: input.password }, settings: { url: input.url, username: input.username } }
    case 's3': {
      const { accessKeyId, secretAccessKey, bucket, region, endpoint } = input
      return { secret: { accessKeyId, secretAccessKey }, settings: given({ bucket, region, endpoint }) }
    }
    case 'hook':
      return { secret: { url: input.url }, settings: {} }
  }
}

function given(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The secret whose last characters tell one connection from another. */
export function shownSecret(input: ConnectionInput): string {
  if (input.kind === 'github') return input.token
  if (input.kind === 's3') return input.accessKeyId
  return ''
}

/** How to make each kind, in words, with the least it may do. */
export const connectionKinds: readonly { kind: ConnectionKind; title: string; howTo: string; permissions: string[] }[] =
  [
    {
      kind: 'github',
      title: 'GitHub, by a token',
      howTo:
        'Make a fine-grained token at https://github.com/settings/personal-access-tokens/new for the one repository the book goes to.',
      permissions: [
        'Metadata: Read-only (always there)',
        'Contents: Read and write — the commits',
        'Pull requests: Read and write — only to publish by pull request',
        'Workflows: Read and write — only for a site on GitHub Pages',
        'Pages: Read and write — only for a site on GitHub Pages',
        'Deployments: Read-only — to follow how far the site is',
        'Administration: Read and write — only to create repositories',
      ],
    },
    {
      kind: 'github-app',
      title: 'GitHub, by an app of this installation',
      howTo:
        'The operator sets GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, installs the app for the account, and connects its installation. Only an operator can, since the number of an installation proves nothing.',
      permissions: [
        'Contents: Read and write',
        'Pull requests: Read and write',
        'Workflows: Read and write',
        'Pages: Read and write',
        'Deployments: Read-only',
      ],
    },
    {
      kind: 'webdav',
      title: 'WebDAV',
      howTo:
        'Give the address of a folder that exists, and a user who may write there; an app password where there is one.',
      permissions: ['Reading and writing below the folder'],
    },
    {
      kind: 's3',
      title: 'S3, and what speaks like it',
      howTo: 'Make a key for one bucket.',
      permissions: ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    },
    {
      kind: 'hook',
      title: 'A deploy hook, such as Netlify’s',
      howTo: 'Make a build hook in the settings of the site; whoever knows its address can use it.',
      permissions: [],
    },
  ]
