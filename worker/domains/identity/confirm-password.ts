import { type AccountRow, findProfile, takeBackAttempt } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { WrongPassword } from './account.ts'
import { isAccountsPassword } from './check-password.ts'
import { countGuess } from './count-attempt.ts'

/**
 * The account of somebody signed in, once they have shown that they know its password. Guesses count like those at the
 * log-in, so a stolen session does not help to find the password.
 * @returns the account, and the names of the shops it works for
 * @throws WrongPassword 403; TooManyGuesses 429
 */
export async function confirmPassword(
  ctx: Pick<Ctx, 'platform' | 'now' | 'passwordPepper'>,
  accountId: Id<'account'>,
  password: string,
): Promise<{ account: AccountRow; shops: string[] }> {
  const profile = await findProfile(ctx.platform, accountId)
  if (!profile) throw new NotFound('account')
  const { attempt } = await countGuess(ctx, profile.account.email)
  if (!(await isAccountsPassword(ctx, profile.account, password))) throw new WrongPassword()
  await takeBackAttempt(ctx.platform, attempt)
  return { account: profile.account, shops: profile.memberships.map(({ name }) => name) }
}
