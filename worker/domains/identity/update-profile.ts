import { storeProfile } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ChangedMeanwhile } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'
import { readProfile } from './read-profile.ts'

/** Changes name or locale. @throws ChangedMeanwhile 412 if the account changed since `version` */
export async function updateProfile(
  ctx: Pick<Ctx, 'platform'>,
  accountId: Id<'account'>,
  version: number,
  change: { name?: string | undefined; locale?: string | undefined },
) {
  try {
    await storeProfile(ctx.platform, accountId, version, change)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('profile')
    throw error
  }
  return readProfile(ctx, accountId)
}
