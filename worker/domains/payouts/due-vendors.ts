import { listTerms } from '#db/platform/queries/payouts/terms.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { dayOf, wasDueWithin } from '#worker/pure/payout-calendar.ts'
import { termsOf } from '#worker/pure/payout-terms.ts'

/** A clock that stood still takes up at most this many days at once. */
const DAYS_BACK_MAX = 31

/** Who is due on a day, or was on one since the last scheduled run (`2026-11-21`); null if nobody is paid by schedule at all. */
export async function dueOn(
  ctx: Pick<Ctx, 'platform'>,
  today: number,
  last: string | null,
): Promise<((vendorId: Id<'vendor'>) => boolean) | null> {
  const lastDay = last === null ? today - 1 : dayOf(Date.parse(`${last}T00:00:00Z`))
  const rows = await listTerms(ctx.platform)
  if (!rows.some(({ interval }) => interval !== null && interval !== 'manual')) return null
  const byOwner = new Map(rows.map((row) => [row.owner, row]))
  const platform = byOwner.get('platform')
  return (vendorId) => {
    const own = byOwner.get(vendorId)
    // What was chosen today is due from today on: a day that was none then is not made up for.
    const chosen = dayOf(Math.max(own?.updatedAtMs ?? 0, platform?.updatedAtMs ?? 0)) - 1
    return wasDueWithin(termsOf(platform, own, 0), Math.max(lastDay, chosen, today - DAYS_BACK_MAX), today)
  }
}
