import { type AccountRow, type Attempt, countAndFindAccount } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { GUESSES_PER_WINDOW, MAILS_PER_WINDOW, TooManyGuesses, WINDOW_MS } from './account.ts'

export type Counted = { account: AccountRow | undefined; attempt: Attempt }

/**
 * Counts a guess at an account's password before it is checked, and finds the account; one round trip. The count is per
 * address, known or not, and never per network address, which an attacker has thousands of.
 * @throws TooManyGuesses 429
 */
export async function countGuess(ctx: Pick<Ctx, 'platform' | 'now'>, email: string): Promise<Counted> {
  const attempt = await attemptOf(ctx, 'guess', email)
  const { hits, account } = await countAndFindAccount(ctx.platform, attempt, email)
  if (hits > GUESSES_PER_WINDOW) throw new TooManyGuesses(Math.ceil((attempt.windowStartMs + WINDOW_MS - ctx.now()) / SECOND_MS))
  return { account, attempt }
}

/**
 * Counts a mail to an address before it is sent, and finds the account there; one round trip.
 * @returns `isAllowed` false once the address has had its share: answer as ever, and send nothing
 */
export async function countMail(ctx: Pick<Ctx, 'platform' | 'now'>, email: string): Promise<Counted & { isAllowed: boolean }> {
  const attempt = await attemptOf(ctx, 'mail', email)
  const { hits, account } = await countAndFindAccount(ctx.platform, attempt, email)
  return { account, attempt, isAllowed: hits <= MAILS_PER_WINDOW }
}

async function attemptOf(ctx: Pick<Ctx, 'now'>, what: 'guess' | 'mail', email: string): Promise<Attempt> {
  const nowMs = ctx.now()
  return { key: `${what}:${await sha256Hex(email)}`, windowStartMs: nowMs - (nowMs % WINDOW_MS) }
}
