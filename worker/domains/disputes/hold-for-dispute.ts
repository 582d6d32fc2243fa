import { changeDispute, type DisputeRow } from '#db/platform/queries/disputes/record.ts'
import { heldStatements, readLosses } from '#db/platform/queries/disputes/settle.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { liftHold } from '#worker/domains/payouts/lift-hold.ts'
import { placeHold } from '#worker/domains/payouts/place-hold.ts'
import { allocate } from '#worker/pure/allocate.ts'
import type { Id } from '#worker/pure/ids.ts'
import { sumMinor } from '#worker/pure/money.ts'
import { bearersOf, planLoss } from './plan-loss.ts'
import { eventOf } from './tell-dispute.ts'

/**
 * Keeps back what vendors would lose by a dispute, of orders whose earnings were released already; those that were not are
 * blocked where they are. As much as is available is taken aside, the rest as it comes in. Nothing where the platform bears
 * losses. Safe to repeat: a vendor has one hold a dispute.
 * @throws Unavailable 503 if a vendor's balance keeps moving
 */
export async function holdForDispute(ctx: Ctx, known: DisputeRow): Promise<void> {
  // A hold that was on its way while the dispute was written off.
  if (known.bearer === 'platform') await liftHold(ctx, { kind: 'dispute', causeId: known.id })
  const bearers = await bearersOf(ctx, known)
  const { facts } = await readLosses(ctx.platform, known.id)
  const fees =
    bearers.fee === 'vendor' && facts.length > 0
      ? allocate(
          known.feeMinor,
          facts.map(({ share }) => share.amountMinor),
        )
      : []
  const wanted = facts.flatMap((fact, index) => {
    if (fact.order.releasedAtMs === null) return []
    const lossMinor = bearers.loss === 'vendor' ? (planLoss(fact, 'vendor').plan?.vendorMinor ?? 0) : 0
    return [{ share: fact.share, number: fact.order.number, wantedMinor: lossMinor + (fees[index] ?? 0) }]
  })
  const held: { shareId: Id<'disputeShare'>; heldMinor: number }[] = []
  for (const vendorId of new Set(wanted.map(({ share }) => share.vendorId))) {
    const own = wanted.filter(({ share }) => share.vendorId === vendorId)
    const amountMinor = sumMinor(own.map(({ wantedMinor }) => wantedMinor))
    if (amountMinor === 0) continue
    const reason = `Card dispute over ${own.map(({ number }) => `order ${number}`).join(', ')}`
    const { currency } = known
    const hold = await placeHold(ctx, { vendorId, kind: 'dispute', currency, amountMinor, causeId: known.id, reason, releasesAtMs: null })
    const parts = allocate(
      hold.amountMinor,
      own.map(({ wantedMinor }) => wantedMinor),
    )
    held.push(...own.map(({ share }, index) => ({ shareId: share.id, heldMinor: parts[index] ?? 0 })))
  }
  const atMs = ctx.now()
  const detail = { amountMinor: sumMinor(held.map(({ heldMinor }) => heldMinor)), currency: known.currency }
  const events =
    held.length === 0 ? [] : [await eventOf(known, 'held', { detail, actorId: 'system', atMs, key: String(known.withdrawnMinor) })]
  await changeDispute(
    ctx.platform,
    known,
    { isHeld: true, updatedAtMs: atMs },
    { events, transfers: [], messages: [] },
    heldStatements(ctx.platform, held),
  )
}
