import { type AuditFilter, type FoundEvent, findActor, listEvents } from '#db/platform/queries/audit/events.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** `who`: an id of an account, an e-mail address, or `schedule`. */
export type EventSearch = Omit<AuditFilter, 'actorId'> & { who?: string | undefined }

const view = ({ event, actor, vendor }: FoundEvent) => ({
  position: event.position,
  id: event.id,
  actor: { id: event.actorId, role: event.actorRole, name: actor?.name ?? null, email: actor?.email ?? null },
  action: event.action,
  outcome: event.outcome,
  subjectId: event.subjectId,
  vendor: event.vendorId === null ? null : { id: event.vendorId, name: vendor?.name ?? null },
  detail: event.detail as unknown,
  before: event.before as unknown,
  after: event.after as unknown,
  requestId: event.requestId,
  ip: event.ip,
  userAgent: event.userAgent,
  at: toRfc3339(event.atMs),
})
export type ShownEvent = ReturnType<typeof view>

/** A page of the audit log, the last first. An address nobody has finds nothing. */
export async function readEvents(ctx: Pick<Ctx, 'platform'>, { who, ...search }: EventSearch) {
  const actorId = who?.includes('@') ? ((await findActor(ctx.platform, who.toLowerCase())) ?? 'nobody') : who
  const rows = await listEvents(ctx.platform, { ...search, actorId, limit: search.limit + 1 })
  const items = rows.slice(0, search.limit).map(view)
  return { items, nextCursor: rows.length > search.limit ? String(items.at(-1)?.position) : null }
}

const COLUMNS = [
  'position',
  'at',
  'actor',
  'actor_email',
  'role',
  'action',
  'outcome',
  'subject',
  'vendor',
  'before',
  'after',
  'detail',
  'ip',
  'user_agent',
  'request_id',
] as const
const EXPORT_ROWS = 500
const EXPORT_MAX = 50_000

/**
 * The log as CSV (RFC 4180), the last event first, read and sent a page at a time. At most 50 000 rows: narrow the search
 * for more.
 */
export async function* exportEvents(ctx: Pick<Ctx, 'platform'>, search: Omit<EventSearch, 'limit' | 'before'>): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`
  let before: number | undefined
  for (let sent = 0; sent < EXPORT_MAX; sent += EXPORT_ROWS) {
    const { items, nextCursor } = await readEvents(ctx, { ...search, before, limit: EXPORT_ROWS })
    yield items.map(lineOf).join('')
    if (nextCursor === null) return
    before = Number(nextCursor)
  }
}

const lineOf = (event: ShownEvent): string =>
  `${[
    event.position,
    event.at,
    event.actor.id,
    event.actor.email,
    event.actor.role,
    event.action,
    event.outcome,
    event.subjectId,
    event.vendor?.id,
    jsonOf(event.before),
    jsonOf(event.after),
    jsonOf(event.detail),
    event.ip,
    event.userAgent,
    event.requestId,
  ]
    .map(cell)
    .join(',')}\r\n`

const jsonOf = (value: unknown): string => (value === null ? '' : JSON.stringify(value))

/** A cell that a spreadsheet reads as text: quoted, and what it would take for a formula made plain. */
function cell(value: string | number | null | undefined): string {
  const text = String(value ?? '')
  const plain = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return /[",\r\n']/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
