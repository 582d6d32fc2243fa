import { storeAudit } from '#db/platform/queries/audit/events.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { ID_PREFIXES } from '#worker/pure/ids.ts'
import type { Principal } from '#worker/pure/principal.ts'
import type { Denied } from '#worker/pure/request-context.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

/** One row a person, route and window, however often they try: an audit log must not be filled by whom it watches. */
const WINDOW_MS = 10 * MINUTE_MS
const PATH_MAX = 200
const NOTED_MAX = 2000

/** What this isolate has noted in this window, so that a flood of attempts is not a flood of writes. */
let noted = new Set<string>()

/**
 * Notes that somebody known tried what their role may not do. At most one row per person, kind of route and ten minutes;
 * repeated, it stays one. Control characters of the path cannot reach it: it is written percent-encoded.
 */
export async function noteDenied(
  ctx: Pick<Ctx, 'platform' | 'newId' | 'now' | 'requestId' | 'clientIp' | 'userAgent'>,
  principal: Extract<Principal, { kind: 'account' }>,
  { method, path, permission, code }: Denied,
): Promise<void> {
  const window = Math.floor(ctx.now() / WINDOW_MS)
  const key = `${principal.accountId} ${principal.role} ${method} ${permission ?? path} ${code} ${window}`
  if (noted.has(key)) return
  if (noted.size >= NOTED_MAX) noted = new Set()
  noted.add(key)
  const audit = auditOf(
    { ...ctx, principal },
    {
      action: 'access.denied',
      subjectId: `${method} ${printable(path).slice(0, PATH_MAX)}`,
      vendorId: principal.vendorId,
      outcome: 'denied',
      detail: { code, surface: principal.surface, ...(permission === undefined ? {} : { permission }) },
    },
  )
  // The id follows from who, what and when, so other isolates that see the same attempt write the same row.
  await storeAudit(ctx.platform, { ...audit, id: `${ID_PREFIXES.audit}_denied_${(await sha256Hex(key)).slice(0, 24)}` })
}

/** Printable ASCII only; everything else percent-encoded, so that no log reader's terminal is steered by it. */
const printable = (text: string): string => text.replace(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char.isWellFormed() ? char : '?'))
