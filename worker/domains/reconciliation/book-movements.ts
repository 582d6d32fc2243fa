import { bookingStatements } from '#db/platform/queries/reconciliation/bookings.ts'
import type { MovementRow } from '#db/platform/queries/reconciliation/books.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { sha256Hex } from '#worker/pure/hash.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { toTransfers } from '#worker/pure/ledger.ts'
import { movementPostings } from '#worker/pure/movement-postings.ts'
import { isBooked } from '#worker/pure/reconcile.ts'
import type { ProviderMovement } from './ports.ts'

/**
 * Rows of the provider as they are stored, and what the ledger has to book of them: our bank payouts, top-ups and the
 * provider's own fees, of which nobody else tells. Booked twice it is booked once.
 */
export async function bookMovements(ctx: Pick<Ctx, 'platform' | 'now'>, rows: readonly ProviderMovement[]) {
  const movements = await Promise.all(
    rows.map(async (row): Promise<MovementRow> => ({ ...row, causeId: isBooked(row.flow) ? await movementId(row) : null, readAtMs: ctx.now() })),
  )
  const transfers = await Promise.all(
    movements.map(({ flow, causeId, currency, amountMinor, feeMinor, createdAtMs }) => {
      if (!isBooked(flow) || causeId === null) return []
      return toTransfers(movementPostings({ flow, movementId: causeId as Id<'providerMovement'>, currency, amountMinor, feeMinor }), createdAtMs)
    }),
  )
  return { movements, bookings: bookingStatements(ctx.platform, transfers.flat()) }
} // biome-ignore format: one step a line

/** Our id of a movement follows from the provider's, so it is the same whenever it is read. */
async function movementId({ id, createdAtMs }: ProviderMovement): Promise<Id<'providerMovement'>> {
  const digest = await sha256Hex(id)
  let at = 0
  return makeId('providerMovement', createdAtMs, () => Number.parseInt(digest.slice((at * 2) % 64, ((at++ * 2) % 64) + 2), 16) / 256)
}
