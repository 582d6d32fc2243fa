import { type AccountRow, storeMailToken } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { normalEmail } from './account.ts'
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

async function sendLink(ctx: Ctx, account: AccountRow): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_ANSWER_MS))
  const { row, text } = await newMailToken(ctx, account.id, 'verify_email')
  const url = pageUrl(ctx, '/verify-email', text)
  await storeMailToken(ctx.platform, row, [mailRequested(ctx, account.email, { template: 'verify_email', name: account.name, url })])
  ctx.relay('platform')
}
