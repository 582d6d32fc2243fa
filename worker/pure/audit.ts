import type { Id } from './ids.ts'
import { actorOf } from './principal.ts'
import { redact } from './redact.ts'
import type { EdgeCtx } from './request-context.ts'

/** What of a context an audit event is made of. */
export type AuditCtx = Pick<EdgeCtx, 'newId' | 'now' | 'principal' | 'requestId' | 'clientIp'> & Partial<Pick<EdgeCtx, 'userAgent'>>

type Fields = Record<string, unknown>

/** What a verb says of its action; who, when and from where follow from the request. */
export type AuditedAction = {
  /** `vendor.suspend`: what it was done to, and what was done. */
  action: string
  subjectId: string
  vendorId?: Id<'vendor'> | null
  /** Whatever else tells what happened: the reason, the amount. Never secrets. */
  detail?: Fields
  /** What was stored before and after; only fields that differ are kept. NULL before: it is new. NULL after: it is gone. */
  before?: Fields | null
  after?: Fields | null
  /** Where the actor is not whoever sent the request: by a link in a mail, by an approval, `schedule`. */
  actorId?: string
  outcome?: 'done' | 'denied'
}

/** The audit event of a privileged action, for the transaction of the action itself (`auditStatement`). */
export function auditOf(ctx: AuditCtx, { detail = {}, before, after, ...event }: AuditedAction) {
  return {
    id: ctx.newId('audit'),
    actorId: actorOf(ctx.principal),
    actorRole: event.actorId === undefined ? ctx.principal.role : '',
    vendorId: null,
    ...event,
    detail: redact(detail) as Fields,
    ...changesOf(before, after),
    requestId: ctx.requestId,
    ip: ctx.clientIp,
    userAgent: ctx.userAgent ?? '',
    atMs: ctx.now(),
  }
}

/** Only the fields that differ, secrets hidden: an audit log is read by more people than what it tells of. */
export function changesOf(
  before: Fields | null | undefined,
  after: Fields | null | undefined,
): { before: Fields | null; after: Fields | null } {
  if (!before && !after) return { before: null, after: null }
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changed = names.filter((name) => !before || !after || JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  const pick = (from: Fields | null | undefined) =>
    from ? (redact(Object.fromEntries(changed.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))) as Fields) : null
  return { before: pick(before), after: pick(after) }
}

const AGENT_MAX = 200

/** What a browser calls itself, without what would move the cursor of whoever reads a log, and no longer than anybody reads. */
export const cleanAgent = (text: string | null): string =>
  (text ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .slice(0, AGENT_MAX)
