import { closeOpenConflict, findConflict } from '#db/vendor/queries/channels/conflicts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isForPeople } from '#worker/pure/channel-conflict.ts'
import type { Id } from '#worker/pure/ids.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { ConflictSettlesItself } from './errors.ts'
import { type ConflictView, viewConflicts } from './read-sync.ts'

type CloseCtx = Pick<Ctx, 'vendorDb' | 'platform' | 'principal' | 'now' | 'tellPages'>

/**
 * Says that a conflict which waits for people is over, and who said so. Nothing else changes, here or at the channel. Safe to
 * repeat: what is closed or settled stays as it is, with whoever closed it first.
 * @throws NotFound 404; ConflictSettlesItself 409 for a kind that no person has to close
 */
export async function closeConflict(ctx: CloseCtx, vendorId: Id<'vendor'>, id: Id<'channelConflict'>): Promise<ConflictView> {
  const db = await ctx.vendorDb(vendorId)
  const found = await findConflict(db, id)
  if (!found) throw new NotFound('conflict')
  if (!isForPeople(found.conflict.kind)) throw new ConflictSettlesItself()
  if (found.conflict.resolution === 'open') {
    await closeOpenConflict(db, id, { closedBy: actorOf(ctx.principal), atMs: ctx.now() })
    ctx.tellPages(vendorId, 'channels')
  }
  const [view] = await viewConflicts(ctx, [(await findConflict(db, id)) ?? found])
  if (!view) throw new NotFound('conflict')
  return view
}
