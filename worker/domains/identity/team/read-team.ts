import * as members from '#db/platform/queries/identity/members.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** Who works for a vendor, and who is invited to. */
export async function readTeam(ctx: Pick<Ctx, 'platform' | 'now'>, vendorId: Id<'vendor'>) {
  const team = await members.readTeam(ctx.platform, vendorId, ctx.now())
  return {
    members: team.members.map(({ createdAtMs, ...member }) => ({ ...member, since: toRfc3339(createdAtMs) })),
    invitations: team.invitations.map(({ id, email, role, expiresAtMs }) => ({ id, email, role, expiresAt: toRfc3339(expiresAtMs) })),
  }
}
