import { admins, type Entry, editors, members, nobody, readers, signedIn, writers } from './actors.ts'
import { BILLING } from './billing.ts'
import { covers } from './covers.ts'
import { exports } from './exports.ts'
import { files } from './files.ts'
import { imports } from './imports.ts'
import { publishing } from './publishing.ts'
import { quality } from './quality.ts'
import { review } from './review.ts'
import { search } from './search.ts'
import { statistics } from './statistics.ts'

/** Key: schema.table, and after a space the case it shows when one row does not show them all. */
export const MATRIX: Record<string, Entry> = {
  // Sign-in: people see themselves, without anything that could be used to sign in ------------------------------------
  'auth.users': { row: w => ({ id: w.owner.userId }), select: ['owner'], delete: nobody },
  'auth.sessions': {
    row: w => ({ id: w.personal.sessionId }),
    select: ['owner'],
    delete: ['owner'],
    secret: ['token'],
  },
  'auth.accounts': {
    row: w => ({ id: w.personal.accountId }),
    select: ['owner'],
    update: { by: ['owner'], values: { is_primary: true } },
    delete: nobody,
    secret: ['password', 'access_token', 'refresh_token', 'id_token'],
  },
  'auth.verifications': { row: w => ({ id: w.verificationId }), select: nobody, delete: nobody },

  // Identity -----------------------------------------------------------------------------------------------------------
  'identity.profiles': {
    row: w => ({ user_id: w.owner.userId }),
    select: ['owner'],
    update: { by: ['owner'], values: { bio: 'Writes.' } },
    delete: nobody,
  },
  'identity.people': { row: w => ({ user_id: w.owner.userId }), select: members, delete: nobody },
  'identity.settings': {
    row: w => ({ user_id: w.owner.userId }),
    select: ['owner'],
    update: { by: ['owner'], values: { theme: 'dark' } },
    delete: nobody,
  },
  'identity.notices': { row: w => ({ user_id: w.owner.userId }), select: nobody, delete: nobody },
  'identity.user_roles': {
    row: w => ({ user_id: w.owner.userId, role: 'user' }),
    select: ['owner', 'operator'],
    insert: { by: ['operator'], values: (w, me) => ({ user_id: w.owner.userId, role: 'superadmin', granted_by: me }) },
    delete: ['operator'],
  },
  'identity.user_roles of-oneself': {
    row: w => ({ user_id: w.operator.userId, role: 'superadmin' }),
    select: ['operator'],
    insert: { by: nobody, values: (w, me) => ({ user_id: me ?? w.owner.userId, role: 'author', granted_by: me }) },
    delete: nobody,
  },
  'identity.organizations': {
    row: w => ({ id: w.shop.organizationId }),
    select: members,
    update: { by: admins, values: { name: 'Renamed' } },
    delete: ['owner'],
  },
  'identity.members': {
    row: w => ({ organization_id: w.shop.organizationId, user_id: w.viewer.userId }),
    select: members,
    insert: {
      by: nobody,
      values: (w, me) => ({ organization_id: w.shop.organizationId, user_id: me ?? w.outsider.userId, role: 'owner' }),
    },
    update: { by: admins, values: { role: 'reviewer' } },
    delete: [...admins, 'viewer'],
  },
  'identity.members an-owner': {
    row: w => ({ organization_id: w.shop.organizationId, user_id: w.admin.userId }),
    select: members,
    update: { by: ['owner'], values: { role: 'owner' } },
    delete: admins,
  },
  'identity.invitations': {
    row: w => ({ id: w.shop.invitationId }),
    select: admins,
    insert: {
      by: admins,
      values: w => ({
        organization_id: w.shop.organizationId,
        email: 'x@octavo.test',
        token_hash: 'x',
        expires_at: new Date(),
      }),
    },
    update: { by: admins, values: { revoked_at: new Date() } },
    delete: nobody,
    secret: ['token_hash'],
  },
  'identity.provider_keys': {
    row: w => ({ id: w.shop.providerKeyId }),
    select: editors,
    insert: {
      by: admins,
      values: w => ({
        organization_id: w.shop.organizationId,
        provider: 'openai',
        master_key_id: 'k1',
        ciphertext: Buffer.from('x'),
        last_four: 'abcd',
      }),
    },
    update: { by: admins, values: { last_four: '0000' } },
    delete: admins,
    secret: ['ciphertext'],
  },
  'identity.api_tokens': {
    row: w => ({ id: w.personal.apiTokenId }),
    select: ['owner'],
    insert: {
      by: ['owner'],
      values: w => ({ user_id: w.owner.userId, name: 'x', token_hash: 'x', last_four: 'abcd' }),
    },
    delete: ['owner'],
    secret: ['token_hash'],
  },

  // Library ------------------------------------------------------------------------------------------------------------
  'library.books': {
    row: w => ({ id: w.shop.bookId }),
    select: readers,
    insert: { by: editors, values: w => ({ organization_id: w.shop.organizationId, title: 'New', slug: 'new' }) },
    update: { by: writers, values: { title: 'Renamed' } },
    delete: nobody,
  },
  'library.books private': {
    row: w => ({ id: w.shop.privateBookId }),
    select: editors, // its maker is the editor
    update: { by: editors, values: { title: 'Renamed' } },
    delete: nobody,
  },
  'library.collaborators': {
    row: w => ({ book_id: w.shop.bookId, user_id: w.bookViewer.userId }),
    select: readers,
    insert: {
      by: nobody,
      values: (w, me) => ({ book_id: w.shop.privateBookId, user_id: me ?? w.outsider.userId, role: 'owner' }),
    },
    update: { by: admins, values: { role: 'reviewer' } },
    delete: [...admins, 'bookViewer'],
  },
  'library.toc_items': {
    row: w => ({ id: w.shop.tocItemId }),
    select: readers,
    insert: { by: writers, values: w => ({ book_id: w.shop.bookId, title: 'New', slug: 'new', position: 9 }) },
    update: { by: writers, values: { title: 'Renamed' } },
    delete: writers,
  },
  'library.chapters': {
    row: w => ({ id: w.shop.chapterId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ book_id: w.shop.bookId, toc_item_id: w.shop.emptyTocItemId, title: 'New' }),
    },
    update: { by: writers, values: { content: 'Changed.' } },
    delete: writers,
  },
  'library.chapter_versions': {
    row: w => ({ id: w.shop.chapterVersionId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        chapter_id: w.shop.chapterId,
        book_id: w.shop.bookId,
        number: 2,
        title: 'New',
        content: 'Changed.',
        words: 1,
        change_type: 'edited',
      }),
    },
    delete: nobody,
  },
  'library.sources': {
    row: w => ({ id: w.shop.sourceId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        book_id: w.shop.bookId,
        title: 'New',
        origin: 'new.md',
        format: 'markdown',
        media_type: 'text/markdown',
        text: 'New.',
        sha256: '1'.repeat(64),
        bytes: 4,
        words: 1,
      }),
    },
    update: { by: writers, values: { title: 'Renamed' } },
    delete: writers,
  },
  'library.passages': {
    row: w => ({ id: w.shop.passageId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        source_id: w.shop.sourceId,
        book_id: w.shop.bookId,
        position: 9,
        kind: 'paragraph',
        text: 'New.',
        start_line: 9,
        start_column: 1,
        start_offset: 90,
        end_line: 9,
        end_column: 5,
        end_offset: 94,
      }),
    },
    update: { by: writers, values: { position: 10 } },
    delete: writers,
  },
  'library.codex': {
    row: w => ({ id: w.shop.codexId }),
    select: readers,
    insert: { by: writers, values: w => ({ book_id: w.shop.bookId, kind: 'thing', name: 'Plane' }) },
    update: { by: writers, values: { description: 'It turns.' } },
    delete: writers,
  },
  'library.codex_evidence': {
    row: w => ({ entry_id: w.shop.codexId, passage_id: w.shop.passageId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ entry_id: w.shop.codexId, passage_id: w.shop.otherPassageId, book_id: w.shop.bookId }),
    },
    delete: writers,
  },
  'library.book_templates': {
    row: w => ({ id: w.shop.templateId }),
    select: members,
    insert: {
      by: editors,
      values: w => ({ organization_id: w.shop.organizationId, name: 'New', category: 'fiction' }),
    },
    update: { by: editors, values: { name: 'Renamed' } },
    delete: editors,
  },
  'library.book_templates public': {
    row: w => ({ id: w.shop.publicTemplateId }),
    select: signedIn,
    update: { by: editors, values: { name: 'Renamed' } },
    delete: editors,
  },

  // Statistics ---------------------------------------------------------------------------------------------------------
  ...statistics,
  // Review -------------------------------------------------------------------------------------------------------------
  ...review,
  // Covers ---------------------------------------------------------------------------------------------------------------
  ...covers,
  // Files -----------------------------------------------------------------------------------------------------------------
  ...files,
  // Publishing ------------------------------------------------------------------------------------------------------------
  ...exports,
  ...imports,
  // Search -------------------------------------------------------------------------------------------------------------
  ...search,

  // Generation ---------------------------------------------------------------------------------------------------------
  'generation.providers': {
    row: w => ({ id: w.providerId }),
    select: signedIn,
    insert: { by: ['operator'], values: () => ({ id: 'new', name: 'New', kind: 'openai-compatible' }) },
    update: { by: ['operator'], values: { status: 'maintenance' } },
    delete: nobody,
  },
  'generation.models': {
    row: w => ({ id: w.modelId }),
    select: signedIn,
    insert: {
      by: ['operator'],
      values: w => ({
        id: `${w.providerId}/new`,
        provider_id: w.providerId,
        name: 'New',
        context_window: 1,
        max_output: 1,
        input_price: 0,
        output_price: 0,
      }),
    },
    update: { by: ['operator'], values: { tier: 'premium' } },
    delete: nobody,
  },
  'generation.prompts': {
    row: w => ({ id: w.shop.promptId }),
    select: members,
    insert: {
      by: editors,
      values: w => ({
        organization_id: w.shop.organizationId,
        name: 'our-outline',
        version: 2,
        title: 'New',
        template: 'New.',
      }),
    },
    update: { by: editors, values: { title: 'Renamed' } },
    delete: editors,
  },
  'generation.prompts built-in': {
    row: w => ({ id: w.shop.builtInPromptId }),
    select: signedIn,
    insert: { by: nobody, values: () => ({ name: 'test-built-in', version: 2, title: 'New', template: 'New.' }) },
    update: { by: nobody, values: { title: 'Renamed' } },
    delete: nobody,
  },
  'generation.generations': {
    row: w => ({ id: w.shop.generationId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ organization_id: w.shop.organizationId, book_id: w.shop.bookId, kind: 'outline' }),
    },
    update: { by: writers, values: { rating: 5 } },
    delete: nobody,
  },
  'generation.events': {
    row: w => ({ generation_id: w.shop.generationId, number: 1 }),
    select: readers,
    delete: nobody,
  },
  'generation.calls': { row: w => ({ id: w.shop.callId }), select: readers, delete: nobody },
  'generation.model_metrics': { row: w => ({ model: w.modelId }), select: readers, delete: nobody },

  // Quality ------------------------------------------------------------------------------------------------------------
  ...publishing,
  ...quality,

  // System -------------------------------------------------------------------------------------------------------------
  'system.workers': { row: w => ({ id: w.workerId }), select: ['operator'], delete: nobody },
  'system.audit_log': {
    row: w => ({ id: w.shop.auditLogId }),
    select: [...admins, 'operator'],
    insert: {
      by: readers, // collaborators act in the organization of their book
      values: w => ({ organization_id: w.shop.organizationId, action: 'book.made', subject: 'x' }),
    },
    delete: nobody,
  },

  ...BILLING,
}
