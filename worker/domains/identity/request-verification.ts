import { type AccountRow, findProfile, storeAudit, storeMailToken } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { normalEmail } from './account.ts'
import { auditOf } from './audit.ts'
import { countMail } from './count-attempt.ts'
import { newMailToken } from './mail-token.ts'
import { mailRequested, pageUrl } from './request-mail.ts'
import { AFTER_ANSWER_MS } from './request-password-reset.ts'

/**
 * Mails the link that confirms an address once more, if an account with it waits for that and the address had fewer than
 * five mails this hour. Answers the same either way (INV-IDN-5). The links mailed before work on until one is used.
 */
export async function requestVerification(ctx: Ctx, email: string): Promise<void> {
  const { account, isAllowed } = await countMail(ctx, normalEmail(email))
  if (!account || !isAllowed || account.disabledAtMs !== null || account.emailVerifiedAtMs !== null) return
  ctx.defer(sendLink(ctx, account))
}

/** 409: there is nothing to confirm. */
export class AlreadyVerified extends Problem {
  constructor() {
    super('already_verified', 409, 'This address is confirmed already.')
  }
}

/**
 * The same for one of the marketplace's people who looks after the account. Audited. Each call is another mail, within the
 * address's share of an hour. @returns whether a mail goes out @throws NotFound 404; AlreadyVerified 409
 */
export async function resendVerification(ctx: Ctx, accountId: Id<'account'>): Promise<boolean> {
  const profile = await findProfile(ctx.platform, accountId)
  if (!profile || profile.account.disabledAtMs !== null) throw new NotFound('buyer')
  if (profile.account.emailVerifiedAtMs !== null) throw new AlreadyVerified()
  const { isAllowed } = await countMail(ctx, profile.account.email)
  if (!isAllowed) return false
  await storeAudit(ctx.platform, auditOf(ctx, { action: 'account.resend_verification', subjectId: accountId, detail: {} }))
  await mailLink(ctx, profile.account)
  return true
}

async function sendLink(ctx: Ctx, account: AccountRow): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_ANSWER_MS))
  await mailLink(ctx, account)
}

async function mailLink(ctx: Ctx, account: AccountRow): Promise<void> {
  const { row, text } = await newMailToken(ctx, account.id, 'verify_email')
  const url = pageUrl(ctx, '/verify-email', text)
  await storeMailToken(ctx.platform, row, [mailRequested(ctx, account.email, { template: 'verify_email', name: account.name, url })])
  ctx.relay('platform')
}
