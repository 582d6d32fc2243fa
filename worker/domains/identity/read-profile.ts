import { findProfile } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/** The account of somebody signed in, and where else they have a role: what a page needs to offer the way there. */
export async function readProfile({ platform }: Pick<Ctx, 'platform'>, accountId: Id<'account'>) {
  const profile = await findProfile(platform, accountId)
  if (!profile) throw new NotFound('account')
  const { id, email, name, locale, platformRole, emailVerifiedAtMs, version } = profile.account
  return { id, email, name, locale, platformRole, isEmailVerified: emailVerifiedAtMs !== null, memberships: profile.memberships, version }
}
