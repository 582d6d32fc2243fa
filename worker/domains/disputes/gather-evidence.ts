import { type DisputeCase, readCase } from '#db/platform/queries/disputes/case.ts'
import { findParcel, type Parcel } from '#db/vendor/queries/disputes.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import {
  type ChecklistItem,
  checklistOf,
  EVIDENCE_TEXT_FIELDS,
  type EvidenceField,
  type EvidenceTexts,
  fitTexts,
} from '#worker/pure/dispute-evidence.ts'
import type { PrintedDocument } from '#worker/pure/document.ts'
import { type EvidenceFacts, type OrderFacts, packOf, textsOf } from '#worker/pure/evidence-pack.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/** The evidence of a dispute: what was found, what of it is said (edits included), and what a bank would miss. */
export type Evidence = {
  found: DisputeCase
  facts: EvidenceFacts
  /** What follows from what is known, and what our people wrote over it. */
  gathered: EvidenceTexts
  texts: EvidenceTexts
  checklist: ChecklistItem[]
  pack: PrintedDocument
}

/**
 * Gathers what a bank should see: the order and its delivery from the store's database, the buyer's account and address, what
 * was written to them, refunds, the store's terms, and what the vendor added. Nothing is stored.
 * @throws NotFound 404; Unavailable if a store's database does not answer: a pack without the parcel would be a weak one
 */
export async function gatherEvidence(
  ctx: Pick<Ctx, 'platform' | 'vendorDb' | 'settings' | 'now'>,
  disputeId: Id<'dispute'>,
): Promise<Evidence> {
  const found = await readCase(ctx.platform, disputeId)
  if (!found) throw new NotFound('dispute')
  const parcels = await Promise.all(found.shares.map(async ({ share }) => findParcel(await ctx.vendorDb(share.vendorId), share.orderId)))
  return putTogether(ctx, found, parcels)
}

/** The same from what was read already. @param parcels of the shares, in their order */
export function putTogether(ctx: Pick<Ctx, 'settings' | 'now'>, found: DisputeCase, parcels: readonly (Parcel | undefined)[]): Evidence {
  const facts = factsOf(found, parcels)
  const gathered = fitTexts(textsOf(facts))
  const texts = fitTexts({ ...gathered, ...found.dispute.evidence })
  const has = new Set<EvidenceField>([
    ...EVIDENCE_TEXT_FIELDS.filter((field) => texts[field] !== undefined),
    ...found.files.map(({ field }) => field),
  ])
  // The pack itself is a receipt: it lists what was bought and paid.
  has.add('receipt')
  const pack = packOf(facts, texts, ['Stoa', ctx.settings.apex], ctx.now())
  return { found, facts, gathered, texts, checklist: checklistOf(found.dispute.reason, has), pack }
}

function factsOf(found: DisputeCase, parcels: readonly (Parcel | undefined)[]): EvidenceFacts {
  const { dispute, payment, group, buyer, shares } = found
  const numbers = new Map(shares.map(({ order }) => [order.id, String(order.number ?? order.id)]))
  return {
    reason: dispute.reason,
    amountMinor: dispute.amountMinor,
    currency: dispute.currency,
    chargeRef: payment.providerRef ?? payment.id,
    buyer: {
      name: buyer?.name ?? group.shippingAddress.name,
      email: group.email,
      ip: group.buyerIp,
      address: group.shippingAddress,
      account: buyer && { createdAtMs: buyer.createdAtMs, isEmailVerified: buyer.emailVerifiedAtMs !== null },
      sessions: found.sessions,
      earlierOrders: found.earlier.orders,
      earlierSinceMs: found.earlier.sinceMs,
    },
    placedAtMs: group.placedAtMs ?? group.createdAtMs,
    orders: shares.map((share, index) => orderFactsOf(share, parcels[index])),
    mails: found.mails.flatMap(({ template, sentAtMs }) => (sentAtMs === null ? [] : [{ template, sentAtMs }])),
    refunds: found.refunds.map((each) => ({ ...each, orderNumber: numbers.get(each.orderId) ?? '', atMs: each.createdAtMs })),
  }
}

function orderFactsOf({ share, order, vendorName, policies }: DisputeCase['shares'][number], parcel: Parcel | undefined): OrderFacts {
  const said = share.vendorTracking === '' ? null : { carrier: share.vendorCarrier, trackingNumber: share.vendorTracking }
  return {
    number: String(order.number ?? order.id),
    vendorName,
    totalMinor: order.totalMinor,
    lines: order.snapshot.lines.map(({ title, quantity, totalMinor }) => ({ title, quantity, totalMinor })),
    shippingMinor: order.shippingMinor,
    shippingName: order.snapshot.shipping.name,
    // What the vendor says of its parcel counts more than what was noted when it left.
    parcel:
      parcel || said
        ? {
            carrier: said?.carrier || (parcel?.carrier ?? ''),
            trackingNumber: said?.trackingNumber ?? parcel?.trackingNumber ?? '',
            trackingUrl: said ? null : (parcel?.trackingUrl ?? null),
            shippedAtMs: parcel?.shippedAtMs ?? order.shippedAtMs ?? order.updatedAtMs,
            deliveredAtMs: parcel?.deliveredAtMs ?? order.deliveredAtMs,
          }
        : null,
    policies: policies ?? '',
    vendorText: share.vendorText,
  }
}
