import type { AccountRow } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { hashPassword, isPassword } from '#worker/pure/password-hash.ts'
import { passwordFault } from '#worker/pure/password-rules.ts'
import { InvalidInput } from '#worker/pure/problem.ts'

type PepperCtx = Pick<Ctx, 'passwordPepper'>

/**
 * The hash of a password somebody chose.
 * @param context what a stranger would try for them: address, name, names of their shops
 * @param pointer the field of the request that a refusal names
 * @throws InvalidInput 422 if it breaks the rules of `pure/password-rules.ts`
 */
export async function hashChosenPassword(
  { passwordPepper }: PepperCtx,
  password: string,
  context: readonly string[],
  pointer: '/password' | '/newPassword' = '/password',
): Promise<string> {
  const fault = passwordFault(password, context)
  if (fault) throw new InvalidInput([{ pointer, detail: fault }])
  return hashPassword(password, passwordPepper.value, passwordPepper.cost)
}

/** True if it is the account's password. Without an account the same work is done, so that its time tells nothing. */
export async function isAccountsPassword(
  { passwordPepper }: PepperCtx,
  account: Pick<AccountRow, 'passwordHash'> | undefined,
  password: string,
): Promise<boolean> {
  if (account) return isPassword(password, passwordPepper.value, account.passwordHash)
  await hashPassword(password, passwordPepper.value, passwordPepper.cost)
  return false
}
