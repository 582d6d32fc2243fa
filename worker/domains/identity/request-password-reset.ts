import { type AccountRow, storeMailToken } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { normalEmail } from './account.ts'
import { countMail } from './count-attempt.ts'
import { newMailToken } from './mail-token.ts'
import { mailRequested, pageUrl } from './request-mail.ts'

/** The work that only a known address needs waits until the answer is away; begun sooner it delays it by a third of a ms. */
export const AFTER_ANSWER_MS = 25

/**
 * Mails a link to set a new password, if the address has an account and had fewer than five mails this hour. Answers the
 * same either way, and does what only a known address needs after the answer, so that its time tells nothing. Should that
 * fail, no mail comes and the person asks again. Works while log-in is blocked by too many guesses: it is the second way in.
 */
export async function requestPasswordReset(ctx: Ctx, email: string): Promise<void> {
  const { account, isAllowed } = await countMail(ctx, normalEmail(email))
  if (!account || !isAllowed || account.disabledAtMs !== null) return
  ctx.defer(sendLink(ctx, account))
}

async function sendLink(ctx: Ctx, account: AccountRow): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_ANSWER_MS))
  const { row, text } = await newMailToken(ctx, account.id, 'reset_password')
  const url = pageUrl(ctx, '/reset-password', text)
  await storeMailToken(ctx.platform, row, [mailRequested(ctx, account.email, { template: 'reset_password', name: account.name, url })])
  ctx.relay('platform')
}
