import { sql } from 'drizzle-orm'
import { check, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { atMs, count, currency, id, json, oneOf, version } from '#db/columns.ts'

/**
 * A value somebody gave a setting or a feature flag; the newest version counts, and without any the default in code does.
 * INV-SET-1: rows are only added (triggers of the migrations), so a value and who set it can always be told.
 */
export const platformSetting = sqliteTable(
  'platform_setting',
  {
    key: text('key').notNull(),
    version: count('version').notNull(),
    /** NULL = the default in code again. */
    value: json<unknown>('value'),
    reason: text('reason').notNull(),
    changedBy: text('changed_by').notNull(),
    atMs: atMs('at_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.version] }), check('platform_setting_version', sql`${t.version} >= 1`)],
)

/** Where the marketplace sells: countries, and the money, language and tax display their buyers see. */
export const market = sqliteTable(
  'market',
  {
    key: text('key').primaryKey(),
    name: text('name').notNull(),
    countries: json<readonly string[]>('countries').notNull(),
    currency: currency().notNull(),
    language: text('language').notNull(),
    taxDisplay: text('tax_display').$type<'inclusive' | 'exclusive'>().notNull(),
    isOpen: integer('is_open', { mode: 'boolean' }).notNull().default(true),
    updatedAtMs: atMs('updated_at_ms').notNull(),
    version: version(),
  },
  (t) => [oneOf('market', t.taxDisplay, ['inclusive', 'exclusive'])],
)

/**
 * A version of a mail's words; the published one is sent, and without any the words in code are.
 * INV-MTV-1: a mail has at most one published version and one draft (partial unique indexes).
 */
export const mailVersion = sqliteTable(
  'mail_version',
  {
    id: id('id', 'mailVersion').primaryKey(),
    template: text('template').notNull(),
    number: count('number').notNull(),
    status: text('status').$type<'draft' | 'published' | 'retired'>().notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: atMs('created_at_ms').notNull(),
    publishedAtMs: atMs('published_at_ms'),
    version: version(),
  },
  (t) => [
    uniqueIndex('mail_version_number').on(t.template, t.number),
    uniqueIndex('mail_version_published').on(t.template).where(sql`${t.status} = 'published'`),
    uniqueIndex('mail_version_draft').on(t.template).where(sql`${t.status} = 'draft'`),
    oneOf('mail_version', t.status, ['draft', 'published', 'retired']),
  ],
)
