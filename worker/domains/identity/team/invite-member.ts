import { endInvitation, findVendorName, storeInvitation, type VendorRole } from '#db/platform/queries/identity/members.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { LINK_LIFE_MS, normalEmail } from '#worker/domains/identity/account.ts'
import { countMail } from '#worker/domains/identity/count-attempt.ts'
import { newToken } from '#worker/domains/identity/mail-token.ts'
import { mailRequested, pageUrl } from '#worker/domains/identity/request-mail.ts'
import { addWithinPlan } from '#worker/domains/plans/check-limit.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** 429: this address had its share of mails for now, from whomever. */
export class TooManyMails extends Problem {
  constructor() {
    super('too_many_mails', 429, 'This address got several mails already. Try again in an hour.', { retryAfterS: 3600 })
  }
}

/**
 * Invites an address to a vendor's team. Whether it has an account makes no difference to the answer: whoever holds the
 * mailbox takes the invitation, signed in to an account with that address. An older invitation to it ends.
 * @throws TooManyMails 429; PlanLimitReached 409
 */
export async function inviteMember(
  ctx: Ctx,
  by: { vendorId: Id<'vendor'>; accountId: Id<'account'> },
  input: { email: string; role: VendorRole },
) {
  const email = normalEmail(input.email)
  const [{ isAllowed }, vendorName] = await Promise.all([countMail(ctx, email), findVendorName(ctx.platform, by.vendorId)])
  if (vendorName === undefined) throw new NotFound('vendor')
  if (!isAllowed) throw new TooManyMails()
  const { id, secretHash, text } = await newToken(ctx)
  const nowMs = ctx.now()
  const expiresAtMs = nowMs + LINK_LIFE_MS.invitation
  const row = { id, vendorId: by.vendorId, email, role: input.role, secretHash, invitedBy: by.accountId, expiresAtMs, createdAtMs: nowMs }
  const url = pageUrl(ctx, '/accept-invitation', text)
  const mail = mailRequested(ctx, email, { template: 'vendor_invitation', vendorName, role: input.role, url })
  const audit = auditOf(ctx, { action: 'member.invite', subjectId: id, vendorId: by.vendorId, detail: { email, role: input.role } })
  await addWithinPlan(ctx, by.vendorId, 'teamMembers', () => storeInvitation(ctx.platform, row, mail, audit))
  ctx.relay('platform')
  return { id, email, role: input.role, expiresAt: toRfc3339(expiresAtMs) }
}

/** Takes an open invitation back. @throws NotFound 404, also for another vendor's */
export async function withdrawInvitation(
  ctx: Pick<Ctx, 'platform' | 'now'>,
  vendorId: Id<'vendor'>,
  invitationId: Id<'mailToken'>,
): Promise<void> {
  if (!(await endInvitation(ctx.platform, vendorId, invitationId, ctx.now()))) throw new NotFound('invitation')
}
