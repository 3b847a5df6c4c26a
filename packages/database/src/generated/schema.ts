// Made by `npm run types:database` from the catalogue of a freshly migrated database. Do not edit.
import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Optional on insert: the database has a default. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Never written: the database computes it, or it belongs to a view. */
type ReadOnly<T> = T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>
/** Written as text from JSON.stringify, because the driver would turn an array into a PostgreSQL array. */
type Json = ColumnType<JsonValue, string, string>
type Timestamp = ColumnType<Date, Date | string, Date | string>

/** The ways a person signs in: password (provider "credential"), Google, Microsoft, Apple, GitHub. */
export interface AuthAccounts {
  id: Generated<string>
  user_id: string
  provider_id: string
  account_id: string
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Timestamp | null
  refresh_token_expires_at: Timestamp | null
  scope: string | null
  password: string | null
  is_primary: Generated<boolean>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Who is signed in, from which device, until when. */
export interface AuthSessions {
  id: Generated<string>
  user_id: string
  token: string
  ip_address: string | null
  user_agent: string | null
  expires_at: Timestamp
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** One row a person: name, address and whether they may sign in. */
export interface AuthUsers {
  id: Generated<string>
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  username: string | null
  status: Generated<'active' | 'suspended' | 'deleted'>
  last_sign_in_at: Timestamp | null
  deleted_at: Timestamp | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** One-time proofs: e-mail verification, password reset, the local sign-in link. */
export interface AuthVerifications {
  id: Generated<string>
  identifier: string
  value: string
  expires_at: Timestamp
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** What models may cost an organization a month, US dollars; no row is without limit. */
export interface BillingBudgets {
  organization_id: string
  amount: number
  set_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** One row: whether the limits of plans are enforced on this installation. */
export interface BillingEnforcement {
  one_row: Generated<boolean>
  quotas: Generated<boolean>
}

/** What a job may cost with its chapters (null: no limit), has cost and holds reserved; US dollars. */
export interface BillingJobBudgets {
  generation_id: string
  organization_id: string
  amount: number | null
  spent: Generated<number>
  reserved: Generated<number>
}

/** Every metered act, added to and never changed: what it reserved or gave back (reserved, reserved_cost) and what it used (quantity, cost). counted: against quotas; the compositor is free. */
export interface BillingLedger {
  id: Generated<string>
  created_at: Generated<Timestamp>
  kind: 'reserve' | 'commit' | 'refund' | 'expire'
  reservation_id: string
  key: string
  organization_id: string
  user_id: string | null
  book_id: string | null
  job_id: string | null
  generation_id: string | null
  call_id: string | null
  operation: string
  resource: string
  model: string | null
  plan: string
  counted: boolean
  month: Timestamp
  day: Timestamp
  reserved: number
  reserved_cost: number
  quantity: number
  overrun: Generated<number>
  unit_cost: number | null
  cost: number
  input_tokens: number | null
  output_tokens: number | null
  seconds: number | null
}

/** How much of a resource a plan includes a day, a month, or altogether; null or no row is without limit. */
export interface BillingPlanLimits {
  plan_id: string
  resource: string
  period: 'day' | 'month' | 'total'
  maximum: number | null
}

/** What can be subscribed to, prices in US dollars (null: not sold that way). inactive: not yet or not sold; deprecated: kept by who has it. */
export interface BillingPlans {
  id: string
  position: number
  name: string
  description: Generated<string>
  price_monthly: number | null
  price_yearly: number | null
  price_once: number | null
  features: Generated<string[]>
  formats: Generated<string[]>
  status: Generated<'active' | 'inactive' | 'deprecated'>
  version: Generated<number>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** What an organization has used and holds reserved, by day and month; changed only together with the ledger, from which billing.drift recomputes it. */
export interface BillingQuotas {
  organization_id: string
  resource: string
  period: 'day' | 'month'
  started_at: Timestamp
  used: Generated<number>
  reserved: Generated<number>
}

/** What is held before it is used, once for each key; settled by billing.commit or billing.refund, or returned when it expires. Without expires_at it is held until its job ends. */
export interface BillingReservations {
  id: Generated<string>
  key: string
  state: Generated<'open' | 'committed' | 'refunded' | 'expired'>
  organization_id: string
  user_id: string | null
  book_id: string | null
  job_id: string | null
  generation_id: string | null
  operation: string
  resource: string
  model: string | null
  plan: string
  counted: boolean
  quantity: number
  cost: Generated<number>
  month: Timestamp
  day: Timestamp
  expires_at: Timestamp | null
  created_at: Generated<Timestamp>
  settled_at: Timestamp | null
}

/** What happened to subscriptions, written by a trigger in the same transaction. Added to, never changed. */
export interface BillingSubscriptionChanges {
  id: Generated<string>
  subscription_id: string
  organization_id: string
  kind: 'started' | 'upgraded' | 'downgraded' | 'renewed' | 'canceled' | 'changed'
  from_plan: string | null
  to_plan: string
  from_status: string | null
  to_status: string
  reason: Generated<string>
  changed_by: string | null
  created_at: Generated<Timestamp>
}

/** An organization's plan. Its months run from period_start on, whatever the interval of payment; after period_end it is free again. */
export interface BillingSubscriptions {
  id: Generated<string>
  organization_id: string
  plan_id: string
  status: Generated<'active' | 'trialing' | 'past_due' | 'canceled' | 'unpaid' | 'incomplete'>
  payment_interval: Generated<'month' | 'year' | 'once'>
  period_start: Timestamp
  period_end: Timestamp | null
  changed_by: string | null
  reason: Generated<string>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Closed months (UTC) summed from the ledger and kept for good, without names; like the ledger it outlives what it tells of. */
export interface BillingSummaries {
  month: string
  organization_id: string
  operation: string
  resource: string
  model: Generated<string>
  acts: number
  quantity: number
  input_tokens: number
  output_tokens: number
  cost: number
}

/** Every attempt to call a model. key names the step: a step whose completed row exists is never called again. */
export interface GenerationCalls {
  id: Generated<string>
  organization_id: string
  generation_id: string
  book_id: string | null
  key: string
  attempt: number
  purpose: string
  model: string
  prompt_id: string | null
  state: 'completed' | 'failed' | 'canceled'
  system: Generated<string>
  prompt: Generated<string>
  answer: string | null
  stop_reason: 'stop' | 'length' | 'refusal' | 'other' | null
  error: Json | null
  input_tokens: Generated<number>
  output_tokens: Generated<number>
  cached_tokens: Generated<number>
  cost: Generated<number>
  latency_ms: number
  first_token_ms: number | null
  started_at: Timestamp
  created_at: Generated<Timestamp>
}

/** What happened in a job, in order and without gaps, so that any watcher can go on from the last event it saw. */
export interface GenerationEvents {
  generation_id: string
  number: number
  kind: string
  data: Generated<Json>
  created_at: Generated<Timestamp>
}

/** A job: what was asked, how far it is, what came of it. A write job has one child per chapter; run counts resumptions. */
export interface GenerationGenerations {
  id: Generated<string>
  organization_id: string
  book_id: string | null
  toc_item_id: string | null
  parent_id: string | null
  created_by: Generated<string | null>
  kind: 'write' | 'outline' | 'chapter' | 'remediate' | 'revise' | 'embed' | 'picture' | 'publish' | 'sync' | 'export' | 'import'
  state: Generated<'queued' | 'running' | 'streaming' | 'paused' | 'completed' | 'partial' | 'failed' | 'canceled'>
  requested: 'pause' | 'cancel' | null
  run: Generated<number>
  request: Generated<Json>
  model: string | null
  temperature: number | null
  priority: Generated<number>
  scheduled_at: Timestamp | null
  progress: Generated<number>
  stage: Generated<string>
  result: Json | null
  error: Json | null
  words: Generated<number>
  input_tokens: Generated<number>
  output_tokens: Generated<number>
  cost: Generated<number>
  estimated_cost: number | null
  confidence: number | null
  rating: number | null
  last_event: Generated<number>
  worker_id: string | null
  created_at: Generated<Timestamp>
  started_at: Timestamp | null
  completed_at: Timestamp | null
  updated_at: Generated<Timestamp>
}

/** Per model and day, computed from the calls the asker may see, so it always equals them. */
export interface GenerationModelMetrics {
  model: ReadOnly<string | null>
  day: ReadOnly<string | null>
  requests: ReadOnly<number | null>
  successes: ReadOnly<number | null>
  failures: ReadOnly<number | null>
  mean_latency_ms: ReadOnly<number | null>
  mean_cost: ReadOnly<number | null>
  cost: ReadOnly<number | null>
  input_tokens: ReadOnly<number | null>
  output_tokens: ReadOnly<number | null>
}

/** Every model with its limits and its prices in US dollars per million tokens; customized rows are kept when the shipped catalogue changes. */
export interface GenerationModels {
  id: string
  provider_id: string
  name: string
  version: string | null
  context_window: number
  max_output: number
  input_price: number
  output_price: number
  cached_input_price: number | null
  cache_write_price: number | null
  long_prompt: Json | null
  price_source: Json | null
  capabilities: Generated<string[]>
  tier: Generated<'free' | 'basic' | 'standard' | 'premium'>
  status: Generated<'active' | 'retired'>
  replaced_by: string | null
  customized: Generated<boolean>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** What models are told, versioned: built in (no organization), an organization's, or one book's; the narrowest, newest one is used. */
export interface GenerationPrompts {
  id: Generated<string>
  organization_id: string | null
  book_id: string | null
  name: string
  version: number
  title: string
  category: Generated<string>
  genre: string | null
  system: Generated<string>
  template: string
  variables: Generated<string[]>
  default_model: string | null
  parameters: Generated<Json>
  is_public: Generated<boolean>
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
}

/** Whose models can be called, where, and how fast; the operator's to change. */
export interface GenerationProviders {
  id: string
  name: string
  kind: 'anthropic' | 'openai' | 'google' | 'openai-compatible' | 'compositor'
  base_url: string | null
  requests_per_minute: number | null
  status: Generated<'active' | 'inactive' | 'maintenance'>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Lets a program act as the person who made it; kept as a hash, shown once. */
export interface IdentityApiTokens {
  id: Generated<string>
  user_id: Generated<string>
  name: string
  token_hash: string
  last_four: string
  scopes: Generated<string[]>
  expires_at: Timestamp | null
  last_used_at: Timestamp | null
  created_at: Generated<Timestamp>
}

/** An address asked to join; the link works once, for that address, until it expires. */
export interface IdentityInvitations {
  id: Generated<string>
  organization_id: string
  email: string
  role: Generated<'viewer' | 'reviewer' | 'editor' | 'admin' | 'owner'>
  token_hash: string
  invited_by: Generated<string | null>
  expires_at: Timestamp
  accepted_at: Timestamp | null
  revoked_at: Timestamp | null
  created_at: Generated<Timestamp>
  book_id: string | null
  permissions: string[] | null
}

/** Who works in an organization, and as what. */
export interface IdentityMembers {
  organization_id: string
  user_id: string
  role: Generated<'viewer' | 'reviewer' | 'editor' | 'admin' | 'owner'>
  invited_by: string | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Of which jobs and comments people were told by mail, so that no process tells them twice; kept for two days. */
export interface IdentityNotices {
  user_id: string
  kind: 'job' | 'comment'
  subject: string
  created_at: Generated<Timestamp>
}

/** Who owns books: a team, or one person's own (personal). */
export interface IdentityOrganizations {
  id: Generated<string>
  name: string
  slug: string
  description: string | null
  personal: Generated<boolean>
  settings: Generated<Json>
  created_by: string | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Name and picture of oneself and of those one works with. */
export interface IdentityPeople {
  user_id: ReadOnly<string | null>
  name: ReadOnly<string | null>
  avatar_url: ReadOnly<string | null>
}

/** What a person tells about themselves. */
export interface IdentityProfiles {
  user_id: string
  name: string
  avatar_url: string | null
  bio: string | null
  website: string | null
  social_links: Generated<Json>
  genres: Generated<string[]>
  goals: string | null
  experience: 'beginner' | 'intermediate' | 'experienced' | 'professional' | null
  mode: Generated<'learning' | 'creator' | 'entertainment'>
  onboarded_at: Timestamp | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** An organization's own key to a provider, AES-256-GCM under the master key named by master_key_id; only the server decrypts. */
export interface IdentityProviderKeys {
  id: Generated<string>
  organization_id: string
  provider: string
  base_url: string | null
  master_key_id: string
  ciphertext: Buffer
  last_four: string
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** How a person likes to work; takes effect at once. */
export interface IdentitySettings {
  user_id: string
  default_model: string | null
  default_words: Generated<number>
  required_features: Generated<string[]>
  tone: Generated<'educational' | 'conversational' | 'opinionated' | 'authority'>
  theme: Generated<'dark' | 'light' | 'system'>
  font_size: Generated<number>
  line_numbers: Generated<boolean>
  autosave_seconds: Generated<number>
  time_zone: Generated<string>
  language: Generated<string>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
  mail_jobs: Generated<boolean>
  mail_comments: Generated<boolean>
}

/** What a person may do on this installation; superadmin is the operator. */
export interface IdentityUserRoles {
  user_id: string
  role: 'user' | 'creator' | 'author' | 'superadmin'
  granted_by: string | null
  granted_at: Generated<Timestamp>
}

/** Contents in the storage, by their hash: the same bytes are kept once. What no file has is removed by housekeeping. */
export interface LibraryBlobs {
  sha256: string
  bytes: number
  touched_at: Generated<Timestamp>
}

/** A way of making books, kept to start from again; public ones are for every signed-in person. */
export interface LibraryBookTemplates {
  id: Generated<string>
  organization_id: string
  created_by: Generated<string | null>
  name: string
  description: string | null
  category: 'technical' | 'fiction' | 'non-fiction' | 'academic' | 'documentation'
  outline_prompt: string | null
  chapter_prompt: string | null
  required_features: Generated<string[]>
  suggested_features: Generated<string[]>
  sample_outline: Json | null
  is_public: Generated<boolean>
  use_count: Generated<number>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** A book and how it is to be written; trashed books keep their rows (deleted_at). */
export interface LibraryBooks {
  id: Generated<string>
  organization_id: string
  created_by: Generated<string | null>
  title: string
  subtitle: string | null
  slug: string
  authors: Generated<string[]>
  description: string | null
  language: Generated<string>
  genre: string | null
  audience: string | null
  tags: Generated<string[]>
  kind: Generated<'technical' | 'fiction' | 'non-fiction' | 'academic' | 'documentation'>
  type: Generated<'learning' | 'entertainment'>
  structure: Generated<'linear' | 'chapters' | 'mixed'>
  notes: Generated<string>
  target_chapters: number | null
  target_words: number | null
  target_words_per_chapter: number | null
  model: string | null
  outline_prompt: string | null
  chapter_prompt: string | null
  required_features: Generated<string[]>
  style_guide: Generated<string>
  status: Generated<'draft' | 'in_progress' | 'review' | 'completed' | 'published' | 'archived'>
  visibility: Generated<'private' | 'organization' | 'public'>
  completed_at: Timestamp | null
  published_at: Timestamp | null
  deleted_at: Timestamp | null
  version: Generated<number>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
  audit_threshold: Generated<number>
  remediate_automatically: Generated<boolean>
  remediation_attempts: Generated<number>
  style_words: Generated<Json>
  publisher: string | null
  rights: string | null
  dedication: string | null
  isbn: string | null
}

/** Every state a chapter has had, the first included: what, why, by whom, with which model. Never changed. */
export interface LibraryChapterVersions {
  id: Generated<string>
  chapter_id: string
  book_id: string
  number: number
  title: string
  content: string
  words: number
  change_type: 'generated' | 'edited' | 'autosaved' | 'remediated' | 'restored' | 'merged' | 'imported'
  note: Generated<string>
  created_by: Generated<string | null>
  model: string | null
  input_tokens: number | null
  output_tokens: number | null
  created_at: Generated<Timestamp>
  job_id: string | null
  run: number | null
  run_began_at: Timestamp | null
  base: number | null
}

/** The text of a chapter in MyST Markdown, as it is now; version numbers its newest chapter_versions row. */
export interface LibraryChapters {
  id: Generated<string>
  book_id: string
  toc_item_id: string
  title: string
  content: Generated<string>
  summary: Generated<string>
  notes: Generated<string>
  words: Generated<number>
  characters: Generated<number>
  status: Generated<'draft' | 'generated' | 'edited' | 'review' | 'approved' | 'published'>
  model: string | null
  input_tokens: number | null
  output_tokens: number | null
  stop_reason: string | null
  duration_ms: number | null
  generated_at: Timestamp | null
  last_edited_by: string | null
  last_edited_at: Timestamp | null
  version: Generated<number>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** The book's memory: people, places, terms, things and events; corrected entries are the author's and no job overwrites them. */
export interface LibraryCodex {
  id: Generated<string>
  book_id: string
  kind: 'person' | 'place' | 'term' | 'thing' | 'event'
  name: string
  aliases: Generated<string[]>
  description: Generated<string>
  corrected: Generated<boolean>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** The passages a codex entry was read from. */
export interface LibraryCodexEvidence {
  entry_id: string
  passage_id: string
  book_id: string
}

/** Outsiders who work on one book and see only that book. */
export interface LibraryCollaborators {
  book_id: string
  user_id: string
  role: Generated<'viewer' | 'reviewer' | 'editor' | 'admin' | 'owner'>
  permissions: string[] | null
  invited_by: string | null
  accepted_at: Generated<Timestamp>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** What people say about a chapter or a passage of it; answers have a parent. The anchor finds the passage after edits. */
export interface LibraryComments {
  id: Generated<string>
  book_id: string
  chapter_id: string
  parent_id: string | null
  created_by: Generated<string | null>
  body: string
  anchor: Json | null
  version: number | null
  resolved_at: Timestamp | null
  resolved_by: string | null
  edited_at: Timestamp | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Covers a book has, drawn or given; at most one is chosen, and that one is on every form of the book. Each has its picture in library.files and goes with it. */
export interface LibraryCovers {
  id: Generated<string>
  book_id: string
  file_id: string
  origin: 'drawn' | 'uploaded' | 'model'
  design: Json | null
  warnings: Generated<string[]>
  chosen: Generated<boolean>
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
  picture_id: string | null
}

/** What search can find: a book itself, a chapter, a source. revision counts its changes; its fragments are those of cut_revision, their vectors those of embedded_revision. cut_as: the title and stemmer their terms were made with. */
export interface LibraryDocuments {
  id: Generated<string>
  book_id: string
  kind: 'book' | 'chapter' | 'source'
  chapter_id: string | null
  source_id: string | null
  revision: Generated<number>
  cut_revision: Generated<number>
  embedded_revision: Generated<number>
  cut_as: Generated<string>
  fragments: Generated<number>
  words: Generated<number>
  attempts: Generated<number>
  retry_at: Timestamp | null
  failure: Json | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** The model whose vectors a book is searched by, where it is not octavo/embedder-1, and the job that made them and is charged for new ones. */
export interface LibraryEmbedders {
  book_id: string
  model: string
  job_id: string | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Vectors of fragments, of one model or, while a book changes its model, of two; hash says of which prose. Made by the service alone. */
export interface LibraryEmbeddings {
  fragment_id: string
  book_id: string
  model: string
  dimension: number
  hash: string
  embedding: string
  created_at: Generated<Timestamp>
}

/** Files of a book: what its author gave as it was (original), pictures, covers, bibliographies, exports, and others. */
export interface LibraryFiles {
  id: Generated<string>
  book_id: string
  kind: 'original' | 'image' | 'cover' | 'bibliography' | 'export' | 'attachment'
  name: string
  media_type: string
  bytes: number
  sha256: string
  width: number | null
  height: number | null
  alt: Generated<string>
  origin: string | null
  citation_keys: string[] | null
  source_id: string | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** A document in runs of blocks, each with its exact place: what is found. terms weigh the title A, headings B, text D; hash is of the prose a vector is made from, null when there is none. */
export interface LibraryFragments {
  id: Generated<string>
  document_id: string
  book_id: string
  kind: string
  position: number
  headings: Generated<string[]>
  text: string
  start_line: number
  start_offset: number
  end_line: number
  end_offset: number
  terms: string
  words: number
  hash: string | null
  created_at: Generated<Timestamp>
}

/** A source in blocks, each with its exact place: the evidence everything points at. */
export interface LibraryPassages {
  id: Generated<string>
  source_id: string
  book_id: string
  position: number
  kind: 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'math' | 'quote' | 'definition' | 'figure' | 'directive'
  text: string
  headings: Generated<string[]>
  start_line: number
  start_column: number
  start_offset: number
  end_line: number
  end_column: number
  end_offset: number
}

/** Who has which chapter open, and in which line; told anew every few seconds, swept when it is old. */
export interface LibraryPresence {
  chapter_id: string
  user_id: string
  book_id: string
  line: number | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** What the author gave: a note, a file, a page, as readable text; position keeps the author's order. */
export interface LibrarySources {
  id: Generated<string>
  book_id: string
  title: string
  origin: string
  format: 'markdown' | 'text'
  media_type: string
  text: string
  sha256: string
  bytes: number
  words: number
  position: Generated<number>
  fetched_at: Timestamp | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
  warnings: Generated<string[]>
}

/** What was counted in a chapter at one of its versions; calculated anew when somebody asks for it after an edit. */
export interface LibraryStatistics {
  chapter_id: string
  book_id: string
  chapter_version: number
  language: string
  method: number
  words: number
  characters: number
  characters_with_spaces: number
  paragraphs: number
  sentences: number
  running_words: number
  letters: number
  long_words: number
  foreign_words: number
  syllables: number | null
  monosyllables: number | null
  polysyllables: number | null
  complex_words: number | null
  unfamiliar_words: number | null
  felt_sentences: number | null
  reading_minutes: number
  average_sentence_length: number | null
  average_word_length: number | null
  flesch_reading_ease: number | null
  flesch_kincaid_grade: number | null
  gunning_fog: number | null
  smog: number | null
  coleman_liau: number | null
  automated_readability: number | null
  dale_chall: number | null
  lix: number | null
  rix: number | null
  wiener_sachtext: number | null
  gulpease: number | null
  sentiment: number | null
  ai_share: number | null
  topics: Generated<Json>
  longest_sentences: Generated<Json>
  calculated_at: Generated<Timestamp>
}

/** The chapters an upload is proposed to become, by which method and how surely, until its author confirms them. */
export interface LibraryStructures {
  id: Generated<string>
  book_id: string
  file_id: string | null
  name: string
  job_id: string | null
  state: Generated<'reading' | 'proposed' | 'confirmed' | 'failed' | 'canceled'>
  error: Json | null
  format: 'myst' | 'markdown' | 'epub' | 'docx' | 'pdf' | 'text' | 'html' | null
  method: 'toc' | 'headings' | 'numbering' | 'typography' | 'whole' | 'manual' | null
  confidence: number | null
  upload: Json | null
  structure: Json | null
  version: Generated<number>
  placed: Json | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
  confirmed_by: string | null
  confirmed_at: Timestamp | null
}

/** Changes somebody proposes to a chapter, as a patch of one of its versions; an editor accepts or rejects it. */
export interface LibrarySuggestions {
  id: Generated<string>
  book_id: string
  chapter_id: string
  version: number
  hunks: Json
  reason: Generated<string>
  state: Generated<'open' | 'accepted' | 'rejected'>
  accepted: Generated<number[]>
  accepted_version: number | null
  created_by: Generated<string | null>
  decided_by: string | null
  decided_at: Timestamp | null
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** The table of contents as a tree: parts and chapters in order, each with the plan of its sections. */
export interface LibraryTocItems {
  id: Generated<string>
  book_id: string
  parent_id: string | null
  kind: Generated<'front' | 'part' | 'chapter' | 'back'>
  title: string
  slug: string
  synopsis: Generated<string>
  objectives: Generated<string[]>
  sections: Generated<Json>
  target_words: number | null
  position: number
  status: Generated<'pending' | 'generating' | 'generated' | 'edited' | 'approved'>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Names of versions, one each; a labelled version is never dropped from the history. */
export interface LibraryVersionLabels {
  chapter_id: string
  number: number
  book_id: string
  name: string
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
}

/** An organization's access to a place it publishes to, AES-256-GCM under the master key named by master_key_id; only the server decrypts. */
export interface PublishingConnections {
  id: Generated<string>
  organization_id: string
  kind: 'github' | 'github-app' | 'webdav' | 's3' | 'hook'
  name: string
  account: Generated<string>
  settings: Generated<Json>
  master_key_id: string
  ciphertext: Buffer
  last_four: Generated<string>
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Each time a book was published: to where, what changed there, how far it is and its log. */
export interface PublishingDeployments {
  id: Generated<string>
  book_id: string
  destination_id: string | null
  job_id: string | null
  target: 'github' | 'git' | 'folder' | 'zip' | 'webdav' | 's3' | 'hook'
  location: string
  branch: string | null
  message: Generated<string>
  as_pull_request: Generated<boolean>
  base: string | null
  commit: string | null
  pull_request: string | null
  live_url: string | null
  state: Generated<'pending' | 'building' | 'ready' | 'error'>
  log: Generated<Json>
  files: Generated<Json>
  added: Generated<number>
  modified: Generated<number>
  deleted: Generated<number>
  despite: Generated<string[]>
  reason: Generated<string>
  error: Json | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  started_at: Timestamp | null
  completed_at: Timestamp | null
}

/** A place a book is published to. */
export interface PublishingDestinations {
  id: Generated<string>
  book_id: string
  target: 'github' | 'git' | 'folder' | 'zip' | 'webdav' | 's3' | 'hook'
  connection_id: string | null
  location: string
  branch: string | null
  auto_sync: Generated<boolean>
  pages: Generated<boolean>
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** A book in another form: what was asked, how far its job is, and the file that came of it, until it expires. */
export interface PublishingExports {
  id: Generated<string>
  book_id: string
  format: 'site' | 'pdf' | 'epub' | 'docx' | 'html' | 'myst' | 'markdown' | 'json' | 'zip'
  options: Generated<Json>
  job_id: string | null
  state: Generated<'pending' | 'processing' | 'completed' | 'failed' | 'canceled'>
  stage: Generated<string>
  done: Generated<number>
  total: Generated<number>
  log: Generated<Json>
  error: Json | null
  file_id: string | null
  bytes: number | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  started_at: Timestamp | null
  finished_at: Timestamp | null
  expires_at: Timestamp | null
  updated_at: Generated<Timestamp>
  pages: number | null
}

/** Each exchange with a repository: what was pushed, what came back, and which places wait for a choice. */
export interface PublishingGithubSyncs {
  id: Generated<string>
  book_id: string
  destination_id: string | null
  job_id: string | null
  deployment_id: string | null
  direction: 'push' | 'pull'
  trigger: Generated<'manual' | 'auto' | 'webhook'>
  delivery: string | null
  repository: string
  branch: string
  commit: string | null
  message: Generated<string>
  state: Generated<'pending' | 'running' | 'completed' | 'conflicted' | 'failed'>
  choices: Generated<Json>
  adopt: Generated<boolean>
  files: Generated<Json>
  conflicts: Generated<Json>
  seen: Generated<Json>
  added: Generated<number>
  modified: Generated<number>
  deleted: Generated<number>
  error: Json | null
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
  completed_at: Timestamp | null
}

/** What a book asks of itself before it is published; without a row, nothing. */
export interface PublishingSettings {
  book_id: string
  requires_approval: Generated<boolean>
  hides_solutions: Generated<boolean>
  updated_at: Generated<Timestamp>
}

/** The newest audit of a chapter, at the version it read, and (without a chapter) of a whole book. It is stale when the text is at another version, or when what it was judged by (basis) has changed. */
export interface QualityAudits {
  id: Generated<string>
  book_id: string
  chapter_id: string | null
  version: number | null
  basis: string
  score: number
  features_total: number
  features_found: number
  features_missing: number
  features: Generated<Json>
  findings: Generated<Json>
  errors: number
  warnings: number
  infos: number
  silenced: Generated<Json>
  words: Generated<number>
  dead_links: Generated<Json>
  audited_at: Generated<Timestamp>
}

/** What MyST can do, brought from the code at every start; whether a feature counts here (active) is the operator's to say. */
export interface QualityFeatures {
  id: string
  name: string
  category: string
  importance: 'required' | 'recommended' | 'optional'
  example: string
  explanation: string
  position: number
  active: Generated<boolean>
  created_at: Generated<Timestamp>
  updated_at: Generated<Timestamp>
}

/** Proposed changes of a chapter, hunk by hunk: mechanical fixes, features a model adds, a selection it rewrites; and what the author decided. */
export interface QualityRemediations {
  id: Generated<string>
  book_id: string
  chapter_id: string
  generation_id: string | null
  kind: 'fix' | 'remediate' | 'revise'
  action: 'improve' | 'shorten' | 'expand' | 'continue' | 'rephrase' | null
  automatic: Generated<boolean>
  features: Generated<string[]>
  rules: Generated<string[]>
  instructions: Generated<string>
  selection_start: number | null
  selection_end: number | null
  base_version: number
  original: string
  created_by: Generated<string | null>
  state: Generated<'pending' | 'processing' | 'completed' | 'failed'>
  hunks: Generated<Json>
  outcomes: Generated<Json>
  words_before: number | null
  words_after: number | null
  model: string | null
  input_tokens: Generated<number>
  output_tokens: Generated<number>
  cost: Generated<number>
  retries: Generated<number>
  error: Json | null
  decisions: Generated<Json>
  decided_by: string | null
  decided_at: Timestamp | null
  result_version: number | null
  created_at: Generated<Timestamp>
  started_at: Timestamp | null
  completed_at: Timestamp | null
}

/** Rules an author does not want to hear of in a book, and why. A single place is silenced in the text itself. */
export interface QualitySilences {
  id: Generated<string>
  book_id: string
  rule: string
  reason: string
  created_by: Generated<string | null>
  created_at: Generated<Timestamp>
}

/** Who changed roles, keys, members, models and publications, and when. Added to, never changed. */
export interface SystemAuditLog {
  id: Generated<string>
  organization_id: string | null
  actor_id: Generated<string | null>
  action: string
  subject: string
  details: Generated<Json>
  created_at: Generated<Timestamp>
}

/** Processes that run jobs; one not seen for a while is taken for dead and its jobs go to another. */
export interface SystemWorkers {
  id: string
  host: string
  pid: number
  started_at: Generated<Timestamp>
  seen_at: Generated<Timestamp>
}

export interface Schema {
  'auth.accounts': AuthAccounts
  'auth.sessions': AuthSessions
  'auth.users': AuthUsers
  'auth.verifications': AuthVerifications
  'billing.budgets': BillingBudgets
  'billing.enforcement': BillingEnforcement
  'billing.job_budgets': BillingJobBudgets
  'billing.ledger': BillingLedger
  'billing.plan_limits': BillingPlanLimits
  'billing.plans': BillingPlans
  'billing.quotas': BillingQuotas
  'billing.reservations': BillingReservations
  'billing.subscription_changes': BillingSubscriptionChanges
  'billing.subscriptions': BillingSubscriptions
  'billing.summaries': BillingSummaries
  'generation.calls': GenerationCalls
  'generation.events': GenerationEvents
  'generation.generations': GenerationGenerations
  'generation.model_metrics': GenerationModelMetrics
  'generation.models': GenerationModels
  'generation.prompts': GenerationPrompts
  'generation.providers': GenerationProviders
  'identity.api_tokens': IdentityApiTokens
  'identity.invitations': IdentityInvitations
  'identity.members': IdentityMembers
  'identity.notices': IdentityNotices
  'identity.organizations': IdentityOrganizations
  'identity.people': IdentityPeople
  'identity.profiles': IdentityProfiles
  'identity.provider_keys': IdentityProviderKeys
  'identity.settings': IdentitySettings
  'identity.user_roles': IdentityUserRoles
  'library.blobs': LibraryBlobs
  'library.book_templates': LibraryBookTemplates
  'library.books': LibraryBooks
  'library.chapter_versions': LibraryChapterVersions
  'library.chapters': LibraryChapters
  'library.codex': LibraryCodex
  'library.codex_evidence': LibraryCodexEvidence
  'library.collaborators': LibraryCollaborators
  'library.comments': LibraryComments
  'library.covers': LibraryCovers
  'library.documents': LibraryDocuments
  'library.embedders': LibraryEmbedders
  'library.embeddings': LibraryEmbeddings
  'library.files': LibraryFiles
  'library.fragments': LibraryFragments
  'library.passages': LibraryPassages
  'library.presence': LibraryPresence
  'library.sources': LibrarySources
  'library.statistics': LibraryStatistics
  'library.structures': LibraryStructures
  'library.suggestions': LibrarySuggestions
  'library.toc_items': LibraryTocItems
  'library.version_labels': LibraryVersionLabels
  'publishing.connections': PublishingConnections
  'publishing.deployments': PublishingDeployments
  'publishing.destinations': PublishingDestinations
  'publishing.exports': PublishingExports
  'publishing.github_syncs': PublishingGithubSyncs
  'publishing.settings': PublishingSettings
  'quality.audits': QualityAudits
  'quality.features': QualityFeatures
  'quality.remediations': QualityRemediations
  'quality.silences': QualitySilences
  'system.audit_log': SystemAuditLog
  'system.workers': SystemWorkers
}
