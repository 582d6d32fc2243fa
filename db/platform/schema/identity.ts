import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, id, json, notNegative, oneOf, version } from '#db/columns.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { VENDOR_ROLES } from './tenancy.ts'

/** A person who can sign in: a buyer, and whatever else `platform_role` and `vendor_member` make of them. */
export const account = sqliteTable(
  'account',
  {
    id: id('id', 'account').primaryKey(),
    /** Lower-cased; unique across the marketplace. */
    email: text('email').notNull(),
    passwordHash: text('password_hash').notNull(),
    name: text('name').notNull(),
    locale: text('locale').notNull().default('en'),
    /** NULL for everybody but the people who run the marketplace. */
    platformRole: text('platform_role').$type<'platform_admin' | 'platform_finance' | 'platform_moderator' | 'support_rep'>(),
    emailVerifiedAtMs: atMs('email_verified_at_ms'),
    disabledAtMs: atMs('disabled_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
    version: version(),
  },
  (t) => [
    uniqueIndex('account_email').on(t.email),
    oneOf('account', t.platformRole, ['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep']),
  ],
)

/** Where an account has its goods sent. INV-IDN-6: an account with addresses has exactly one that is meant first. */
export const address = sqliteTable(
  'address',
  {
    id: id('id', 'address').primaryKey(),
    accountId: id('account_id', 'account').notNull(),
    address: json<Address>('address').notNull(),
    isDefault: integer('is_default', { mode: 'boolean' }).notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    updatedAtMs: atMs('updated_at_ms').notNull(),
  },
  (t) => [index('address_account').on(t.accountId), uniqueIndex('address_default').on(t.accountId).where(sql`${t.isDefault} = 1`)],
)

/** One signed-in device. Every access token names its session, so revoking the row ends them all at once. */
export const session = sqliteTable(
  'session',
  {
    id: id('id', 'session').primaryKey(),
    accountId: id('account_id', 'account').notNull(),
    /** SHA-256 of the refresh secret that is valid now; an older generation that comes back means theft. */
    refreshHash: text('refresh_hash').notNull(),
    generation: count('generation').notNull().default(1),
    rotatedAtMs: atMs('rotated_at_ms').notNull(),
    userAgent: text('user_agent').notNull().default(''),
    ip: text('ip').notNull().default(''),
    createdAtMs: atMs('created_at_ms').notNull(),
    lastSeenAtMs: atMs('last_seen_at_ms').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    revokedAtMs: atMs('revoked_at_ms'),
  },
  (t) => [index('session_account').on(t.accountId)],
)

/** A token sent by mail, bound to one account and one purpose, good once. */
export const mailToken = sqliteTable(
  'mail_token',
  {
    id: id('id', 'mailToken').primaryKey(),
    accountId: id('account_id', 'account').notNull(),
    purpose: text('purpose').$type<'verify_email' | 'reset_password' | 'change_email'>().notNull(),
    /** SHA-256 of the secret half. */
    secretHash: text('secret_hash').notNull(),
    /** The new address, for `change_email`. */
    newEmail: text('new_email'),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    usedAtMs: atMs('used_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('mail_token_account').on(t.accountId), oneOf('mail_token', t.purpose, ['verify_email', 'reset_password', 'change_email'])],
)

/** A place in a vendor's team, offered to an address; taken once, by the account that has the address. */
export const vendorInvitation = sqliteTable(
  'vendor_invitation',
  {
    id: id('id', 'mailToken').primaryKey(),
    vendorId: id('vendor_id', 'vendor').notNull(),
    /** Lower-cased, as in `account`. */
    email: text('email').notNull(),
    role: text('role').$type<(typeof VENDOR_ROLES)[number]>().notNull(),
    /** SHA-256 of the secret half. */
    secretHash: text('secret_hash').notNull(),
    invitedBy: id('invited_by', 'account').notNull(),
    expiresAtMs: atMs('expires_at_ms').notNull(),
    usedAtMs: atMs('used_at_ms'),
    createdAtMs: atMs('created_at_ms').notNull(),
  },
  (t) => [index('vendor_invitation_vendor').on(t.vendorId), oneOf('vendor_invitation', t.role, VENDOR_ROLES)],
)

/** Events counted per key and window (failed log-ins per account, reset mails per address). */
export const throttle = sqliteTable(
  'throttle',
  { key: text('key').notNull(), windowStartMs: atMs('window_start_ms').notNull(), hits: count('hits').notNull() },
  (t) => [primaryKey({ columns: [t.key, t.windowStartMs] }), notNegative('throttle', t.hits)],
)

/**
 * Every privileged action, and every attempt at one that was refused: who did what to what, what it was before and after,
 * from where. Only added to (triggers of the migrations) and sealed in blocks (`journal_seal`) by `position`.
 */
export const auditEvent = sqliteTable(
  'audit_event',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    id: id('id', 'audit').notNull().unique(),
    actorId: text('actor_id').notNull(),
    /** The role the actor had at that moment. */
    actorRole: text('actor_role').notNull().default(''),
    action: text('action').notNull(),
    subjectId: text('subject_id').notNull(),
    vendorId: id('vendor_id', 'vendor'),
    outcome: text('outcome').$type<'done' | 'denied'>().notNull().default('done'),
    detail: json<Record<string, unknown>>('detail').notNull(),
    /** The fields that changed, as they were and as they are; secrets are left out. NULL where nothing that was stored changed. */
    before: json<Record<string, unknown>>('before'),
    after: json<Record<string, unknown>>('after'),
    requestId: text('request_id').notNull(),
    ip: text('ip').notNull().default(''),
    userAgent: text('user_agent').notNull().default(''),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [
    index('audit_event_subject').on(t.subjectId, t.position),
    index('audit_event_actor').on(t.actorId, t.position),
    index('audit_event_action').on(t.action, t.position),
    index('audit_event_vendor').on(t.vendorId, t.position),
    index('audit_event_at').on(t.atMs),
    oneOf('audit_event', t.outcome, ['done', 'denied']),
  ],
)
