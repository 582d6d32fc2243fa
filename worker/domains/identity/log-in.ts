import { storeLogIn } from '#db/platform/queries/identity/sessions.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { hashPassword, isOutdated } from '#worker/pure/password-hash.ts'
import { normalEmail, WrongCredentials } from './account.ts'
import { isAccountsPassword } from './check-password.ts'
import { countGuess } from './count-attempt.ts'
import { type Device, newSession, type SignedIn, signedIn } from './open-session.ts'
import { readRefreshToken } from './refresh-token.ts'

/**
 * Opens a session. Wrong address, wrong password, unconfirmed address and disabled account are one answer and cost the
 * same work. The session is always a new one; the one this device had before, if any, ends (`replacedToken`).
 * Two round trips. Repeated, it opens another session.
 * @throws WrongCredentials 401; TooManyGuesses 429 after 100 wrong passwords in an hour, from wherever
 */
export async function logIn(
  ctx: Ctx,
  input: { email: string; password: string },
  device: Device,
  replacedToken: string | undefined,
): Promise<SignedIn> {
  const { account, attempt } = await countGuess(ctx, normalEmail(input.email))
  const isRight = await isAccountsPassword(ctx, account, input.password)
  if (!account || !isRight || account.emailVerifiedAtMs === null || account.disabledAtMs !== null) throw new WrongCredentials()

  const session = await newSession(ctx, account.id, device)
  const replaced = replacedToken === undefined ? null : await readRefreshToken(ctx, replacedToken)
  await storeLogIn(ctx.platform, session.row, {
    attempt,
    replaces: replaced?.sessionId ?? null,
    rehash: await rehash(ctx, account.passwordHash, input.password),
  })
  return signedIn(ctx, account, session)
}

/** A dearer hash for a password whose stored one has become too cheap; null if it is still good. */
async function rehash({ passwordPepper }: Ctx, old: string, password: string): Promise<{ old: string; new: string } | null> {
  if (!isOutdated(old, passwordPepper.cost)) return null
  return { old, new: await hashPassword(password, passwordPepper.value, passwordPepper.cost) }
}
