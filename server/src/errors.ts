/** What a person is told when something goes wrong, and the HTTP status it travels with. */
interface ErrorEntry {
  status:
    | 400
    | 401
    | 402
    | 403
    | 404
    | 405
    | 409
    | 410
    | 412
    | 413
    | 415
    | 416
    | 422
    | 428
    | 429
    | 500
    | 502
    | 503
    | 507
  title: string
  /** Says what to do next; the place that throws may give a more exact one. */
  detail: string
}

/** Every error the API can answer with. Callers branch on the code; nothing else throws a status. */
export const errors = {
  request_invalid: {
    status: 422,
    title: 'The request has mistakes',
    detail: 'See "problems" for each field and mend them.',
  },
  request_malformed: {
    status: 400,
    title: 'The request cannot be read',
    detail: 'Send valid JSON with content-type application/json.',
  },
  request_too_large: { status: 413, title: 'The request is too large', detail: 'Send less at once.' },
  media_type_unsupported: {
    status: 415,
    title: 'This kind of content is not accepted',
    detail: 'See the API documentation at /docs.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'Wait for the seconds in Retry-After, then try again.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'It does not exist, or you may not see it.' },
  not_signed_in: {
    status: 401,
    title: 'Sign in first',
    detail: 'Open the sign-in link, or send "Authorization: Bearer <token>".',
  },
  person_changed: {
    status: 403,
    title: 'Somebody else is signed in here now',
    detail: 'The page is of another person, so nothing was done. Reload it.',
  },
  token_invalid: {
    status: 401,
    title: 'This token does not work',
    detail: 'It is wrong, expired or revoked: make a new one under /v1/me/tokens.',
  },
  token_read_only: { status: 403, title: 'This token may only read', detail: 'Make a token with the scope "write".' },
  account_suspended: {
    status: 403,
    title: 'This account is suspended',
    detail: 'Ask the operator of this installation.',
  },
  sign_in_failed: {
    status: 401,
    title: 'E-mail address or password is wrong',
    detail: 'Try again, or choose a new password: POST /v1/auth/request-password-reset.',
  },
  email_unverified: {
    status: 403,
    title: 'Confirm your e-mail address first',
    detail: 'Follow the link in the mail we sent; POST /v1/auth/send-verification-email sends another.',
  },
  sign_up_closed: {
    status: 403,
    title: 'Signing up needs an invitation',
    detail: 'Ask a member for an invitation to your address, or the operator for an account.',
  },
  sign_in_provider_unknown: {
    status: 404,
    title: 'This way of signing in is not set up',
    detail: 'Sign in by e-mail, or ask the operator to set it up.',
  },
  password_weak: {
    status: 422,
    title: 'This password cannot be used',
    detail: 'Choose one with 10 to 200 characters.',
  },
  cross_site: {
    status: 403,
    title: 'This came from another site',
    detail:
      'Send it from a page of this server, or with an API token instead of a cookie. Behind a proxy, OCTAVO_PUBLIC_URL must be set.',
  },
  link_invalid: {
    status: 410,
    title: 'This link does not work any more',
    detail: 'It was used, revoked or has expired: ask for a new one.',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    detail: 'Ask an owner or admin to do it, or to change your role.',
  },
  conflict: { status: 409, title: 'This already exists', detail: 'Choose another name, or change the existing one.' },
  value_invalid: { status: 422, title: 'A value is out of range', detail: 'See "problems" and mend it.' },
  last_owner: { status: 409, title: 'The last owner stays', detail: 'Make somebody else an owner first.' },
  last_account: {
    status: 409,
    title: 'The last way of signing in stays',
    detail: 'Link another one, or set a password by the reset mail, then unlink this one.',
  },
  version_required: {
    status: 428,
    title: 'Say which version you edited',
    detail: 'Send the ETag you read as If-Match.',
  },
  version_conflict: {
    status: 412,
    title: 'Somebody changed it meanwhile',
    detail: 'Read it again, merge, and save with the new ETag.',
  },
  merge_conflict: {
    status: 409,
    title: 'Both changed the same place',
    detail: 'Nothing was saved. Settle the places in "merge.conflicts", and save with the ETag of this answer.',
  },
  move_refused: {
    status: 409,
    title: 'The chapter cannot be moved there from here',
    detail: 'See "moves" for where it can go, and who may move it.',
  },
  move_unexplained: {
    status: 422,
    title: 'Say what is to be done',
    detail: 'Send a "comment" with it: whoever gets the chapter back reads it there.',
  },
  comment_answered: {
    status: 409,
    title: 'This comment has answers',
    detail: 'Resolve it instead, or ask an editor to delete the whole thread.',
  },
  suggestion_decided: {
    status: 409,
    title: 'This suggestion is decided already',
    detail: 'Make a new one: POST /v1/chapters/{id}/suggestions.',
  },
  suggestion_outdated: {
    status: 409,
    title: 'The text has changed where this suggestion would',
    detail: 'Nothing was changed. Accept the hunks that still fit by their numbers, or make the others anew.',
  },
  outline_cycle: {
    status: 409,
    title: 'An item cannot be moved below itself',
    detail: 'Choose another place in the outline.',
  },
  outline_has_text: {
    status: 409,
    title: 'Chapters with text would be lost',
    detail: 'Keep or move the items in "problems", or delete their chapters first: DELETE /v1/chapters/{id}.',
  },
  outline_approved: {
    status: 409,
    title: 'Approved items would change',
    detail: 'Leave the items in "problems" as they are, or send "overwriteApproved": true.',
  },
  book_unwritten: {
    status: 409,
    title: 'This book has no text yet',
    detail: 'Write it first: octavo write, or POST /v1/books/{id}/chapters.',
  },
  book_trashed: {
    status: 409,
    title: 'This book is in the trash',
    detail: 'Restore it first: POST /v1/books/{id}/restore.',
  },
  source_unreadable: {
    status: 422,
    title: 'This source cannot be read',
    detail: 'Give Markdown or plain text in UTF-8.',
  },
  source_empty: { status: 422, title: 'This source is empty', detail: 'Give a file or page with text in it.' },
  source_too_large: {
    status: 413,
    title: 'This source is too large',
    detail: 'Split it, or give the part that matters.',
  },
  import_failed: {
    status: 422,
    title: 'This file could not be imported',
    detail: 'Save it anew with the program it comes from, and try again.',
  },
  structure_unread: {
    status: 409,
    title: 'This upload is not read',
    detail: 'Wait until its state is proposed: GET /v1/structures/{id}. One that failed says why.',
  },
  structure_confirmed: {
    status: 409,
    title: 'This structure is confirmed already',
    detail: 'Its chapters are in the book: edit those, or import the file again.',
  },
  structure_refused: {
    status: 422,
    title: 'This cannot be done to the structure',
    detail: 'Nothing was changed: mend the operation it names.',
  },
  export_unfinished: {
    status: 409,
    title: 'This export is not there yet',
    detail: 'Wait until its state is completed: GET /v1/exports/{id}. One that failed says why; ask for another.',
  },
  export_expired: {
    status: 410,
    title: 'The file of this export is gone',
    detail: 'It was deleted, or kept for its time: ask for another export.',
  },
  preview_too_long: {
    status: 413,
    title: 'This chapter is too long for a preview',
    detail: 'It is saved all the same, and in every export. Split it into chapters to see it here.',
  },
  preview_failed: {
    status: 422,
    title: 'The preview could not be made',
    detail: 'Change the text and it is tried again.',
  },
  preview_superseded: {
    status: 409,
    title: 'A newer preview was asked for',
    detail: 'Nothing is to be done: the newer one is on its way.',
  },
  export_failed: {
    status: 422,
    title: 'The book could not be made',
    detail: 'See its log: GET /v1/exports/{id}.',
  },
  format_not_included: {
    status: 402,
    title: 'The plan does not include this format',
    detail: 'Choose another format, or ask for a larger plan: GET /v1/plans lists them.',
  },
  file_empty: { status: 422, title: 'This file is empty', detail: 'Send the bytes of the file as the body.' },
  file_too_large: { status: 413, title: 'This file is too large', detail: 'Make it smaller, or part it.' },
  file_unreadable: {
    status: 422,
    title: 'This file is not what it should be',
    detail: 'Open it in the program it is from, and save it anew.',
  },
  cover_unusable: {
    status: 422,
    title: 'This picture cannot be a cover',
    detail: 'Give one that stands upright and has 1600 × 2560 pixels, as JPEG or PNG.',
  },
  cover_not_drawn: {
    status: 409,
    title: 'This cover was not drawn here',
    detail: 'Only a drawn cover can be laid around a book: draw one, or make the sheet where yours was made.',
  },
  isbn_invalid: { status: 422, title: 'This is no ISBN', detail: 'Give all 13 or 10 digits as they were assigned.' },
  range_unsatisfiable: {
    status: 416,
    title: 'The file has no such part',
    detail: 'Ask for bytes within its length, which Content-Range tells.',
  },
  address_refused: {
    status: 422,
    title: 'This address is not fetched',
    detail: 'Only public http and https addresses are read.',
  },
  address_unreachable: {
    status: 502,
    title: 'This address does not answer',
    detail: 'Check it in a browser, or save the page and add it as a file.',
  },
  job_finished: { status: 409, title: 'This job has ended', detail: 'Start a new one, or retry its failed chapters.' },
  job_busy: { status: 409, title: 'A job is already writing this book', detail: 'Watch, pause or cancel it first.' },
  outline_empty: {
    status: 409,
    title: 'This book has no outline yet',
    detail: 'Make the outline first: octavo outline, or POST /v1/books/{id}/outline/items.',
  },
  model_unknown: { status: 422, title: 'This model is not known', detail: 'GET /v1/models lists them.' },
  key_missing: {
    status: 422,
    title: 'There is no key for this provider',
    detail: 'Store one under /v1/organizations/{id}/provider-keys, or choose octavo/compositor-1, which needs none.',
  },
  model_failed: { status: 502, title: 'The model did not answer', detail: 'Try again later, or choose another model.' },
  model_refused: {
    status: 422,
    title: 'The model declined',
    detail: 'Change the brief or the sources, or choose another model.',
  },
  answer_malformed: {
    status: 502,
    title: 'The model gave an answer that cannot be used',
    detail: 'Try again, or choose another model.',
  },
  cost_unreasonable: {
    status: 422,
    title: 'This would cost too much',
    detail: 'Estimates of $1,000 and more are refused: ask for fewer words or a cheaper model.',
  },
  quota_exceeded: {
    status: 402,
    title: 'The plan does not include more',
    detail: 'Wait until the period begins anew, or ask for a larger plan: GET /v1/plans lists them.',
  },
  budget_exhausted: {
    status: 402,
    title: 'The budget would be exceeded',
    detail: 'Raise it, then resume the job: what is done stays.',
  },
  prompt_invalid: {
    status: 422,
    title: 'This prompt cannot be used',
    detail: 'Declare every {{variable}} it uses, and use every required one.',
  },
  search_empty: {
    status: 422,
    title: 'There is nothing to look for',
    detail: 'Give at least one word: ?q=lighthouse. "Words side by side", beginn* and -without work too.',
  },
  feature_unknown: {
    status: 422,
    title: 'This feature is not known',
    detail: 'GET /v1/features lists them.',
  },
  chapter_empty: { status: 409, title: 'This chapter has no text yet', detail: 'Write it first.' },
  remediation_open: {
    status: 409,
    title: 'This remediation is not finished',
    detail: 'Wait until its job is completed: GET /v1/remediations/{id} says how far it is.',
  },
  hunk_decided: {
    status: 409,
    title: 'This was decided before',
    detail: 'Leave out the hunks in "problems"; an accepted one is undone by restoring an earlier version.',
  },
  rule_unknown: {
    status: 422,
    title: 'This rule is not known',
    detail: 'GET /v1/audit-rules lists them.',
  },
  connection_invalid: {
    status: 422,
    title: 'The connection does not work',
    detail: 'Its token is wrong, expired or revoked: make a new one and connect with that.',
  },
  connection_missing: {
    status: 422,
    title: 'There is no connection to this place',
    detail: 'Connect first: octavo connect, or POST /v1/connections.',
  },
  permission_missing: {
    status: 422,
    title: 'The connection may not do this',
    detail: 'Give its token the permissions that GET /v1/connection-kinds lists, for this repository.',
  },
  repository_unknown: {
    status: 422,
    title: 'This repository is not found',
    detail: 'Check its name, and that the connection may see it; a fine-grained token names its repositories.',
  },
  remote_busy: {
    status: 503,
    title: 'The other side asks for patience',
    detail: 'Wait for the seconds in Retry-After, then publish again: what is done stays.',
  },
  remote_failed: { status: 502, title: 'The other side did not accept it', detail: 'Try again later.' },
  remote_moved: {
    status: 409,
    title: 'Something changed there since you looked',
    detail: 'Nothing was published. Look at a new preview, or bring the changes back first: octavo sync.',
  },
  destination_taken: {
    status: 409,
    title: 'Another book is published there',
    detail: 'Choose another repository, branch or folder.',
  },
  destination_refused: {
    status: 422,
    title: 'This place cannot be published to',
    detail: 'See GET /v1/connection-kinds for what a destination needs.',
  },
  deployment_open: {
    status: 409,
    title: 'The book is being published there already',
    detail: 'Wait until that has ended, or cancel its job: GET /v1/books/{id}/publishing/deployments lists them.',
  },
  gate_closed: {
    status: 409,
    title: 'The book is not ready to be published',
    detail: 'Mend what "problems" lists, or publish despite it: send the rules in "despite", and a "reason".',
  },
  webhook_unsigned: {
    status: 401,
    title: 'This webhook is not signed by a connection',
    detail: 'Give the connection and the webhook of the repository the same secret.',
  },
  disk_full: { status: 507, title: 'The disk is full', detail: 'Free some space; the work goes on where it stopped.' },
  database_unavailable: {
    status: 503,
    title: 'The database does not answer',
    detail: 'Check that it runs, then try again: octavo doctor says what is wrong.',
  },
  database_busy: {
    status: 503,
    title: 'Somebody changed the same at the same moment',
    detail: 'Nothing of it was done. Try again.',
  },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    detail: 'Try again; if it stays, report the request id.',
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errors

/** One mistake in what was sent: where it is and what to do. */
export interface Problem {
  path: string
  message: string
}

/** An error meant for the person who asked. `detail` overrides the registry's, `problems` lists the fields at fault. */
export class OctavoError extends Error {
  readonly code: ErrorCode
  readonly status: ErrorEntry['status']
  readonly title: string
  readonly problems: Problem[]
  /** Seconds. */
  readonly retryAfter: number | undefined
  /** Of a version_conflict: what the content is at now. */
  readonly currentVersion: number | undefined
  /** Further members of the problem details (RFC 9457, section 3.2), as the route's documentation describes them. */
  readonly extension: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    detail?: string,
    extra: {
      problems?: Problem[]
      retryAfter?: number
      currentVersion?: number
      extension?: Record<string, unknown>
      cause?: unknown
    } = {},
  ) {
    const entry = errors[code]
    super(detail ?? entry.detail, { cause: extra.cause })
    this.name = 'OctavoError'
    this.code = code
    this.status = entry.status
    this.title = entry.title
    this.problems = extra.problems ?? []
    this.retryAfter = extra.retryAfter
    this.currentVersion = extra.currentVersion
    this.extension = extra.extension ?? {}
  }
}
