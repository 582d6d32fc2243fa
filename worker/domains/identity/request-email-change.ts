import { storeMailToken } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { normalEmail } from './account.ts'
import { confirmPassword } from './confirm-password.ts'
import { countMail } from './count-attempt.ts'
import { newMailToken } from './mail-token.ts'
import { mailRequested, pageUrl } from './request-mail.ts'

/**
 * Asks to move the account to another address: a link goes to the new one, a notice to the old one. If the new one already
 * has an account it gets a mail that says so, and the answer here is the same. Nothing changes until the link is used.
 * @throws WrongPassword 403; TooManyGuesses 429
 */
export async function requestEmailChange(ctx: Ctx, accountId: Id<'account'>, input: { password: string; newEmail: string }): Promise<void> {
  const { account } = await confirmPassword(ctx, accountId, input.password)
  const newEmail = normalEmail(input.newEmail)
  const { account: holder, isAllowed } = await countMail(ctx, newEmail)
  if (!isAllowed || newEmail === account.email) return
  const { name } = account
  const notice = mailRequested(ctx, account.email, {
    template: 'email_change_notice',
    name,
    newEmail,
    url: pageUrl(ctx, '/reset-password'),
  })
  if (holder) {
    const inUse = mailRequested(ctx, newEmail, { template: 'email_in_use', name: holder.name, url: pageUrl(ctx, '/log-in') })
    await storeMailToken(ctx.platform, null, [notice, inUse])
  } else {
    const { row, text } = await newMailToken(ctx, accountId, 'change_email', newEmail)
    const link = mailRequested(ctx, newEmail, { template: 'change_email', name, url: pageUrl(ctx, '/confirm-email', text) })
    await storeMailToken(ctx.platform, row, [notice, link])
  }
  ctx.relay('platform')
}
