import * as v from 'valibot'
import { findPerson, storePlatformRole } from '#db/platform/queries/identity/people.ts'
import type { ApprovalHandler } from '#worker/domains/approvals/perform-approval.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { ChangedMeanwhile } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { LastAdmin, NoSuchPerson } from './platform-role.ts'

const role = v.nullable(v.picklist(['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep']))
const Payload = v.object({
  accountId: v.custom<Id<'account'>>((value) => typeof value === 'string' && isId('account', value)),
  before: role,
  role,
})

/**
 * Gives somebody the role that two admins agreed on; their sessions end, so that they sign in with it. Audited. A second
 * time it finds it given. @throws NoSuchPerson 404; ChangedMeanwhile 412; LastAdmin 409 (INV-IDN-7)
 */
export const grantRole: ApprovalHandler = async (ctx, { id, payload, requestedBy, decidedBy }) => {
  const change = v.parse(Payload, payload)
  const person = await findPerson(ctx.platform, { accountId: change.accountId })
  if (!person) throw new NoSuchPerson()
  if (person.platformRole === change.role) return
  const audit = auditOf(ctx, {
    action: 'account.role',
    subjectId: person.id,
    detail: { approvalId: id, requestedBy },
    before: { role: person.platformRole },
    after: { role: change.role },
    actorId: decidedBy ?? requestedBy,
  })
  try {
    await storePlatformRole(ctx.platform, { ...change, nowMs: ctx.now() }, audit)
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
    throw person.platformRole === change.before ? new LastAdmin() : new ChangedMeanwhile('role')
  }
}
