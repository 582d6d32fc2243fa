import { dispute as disputeTable } from '#db/platform/schema/disputes.ts'
import { openDispute } from '#tests/emulators/stripe/open-dispute.ts'
import { PLATFORM } from '#tests/emulators/stripe/world.ts'
import type { Bank } from '#tests/support/bank.ts'
import { recordDispute } from '#worker/domains/disputes/record-dispute.ts'
import { present } from '#worker/pure/assert.ts'

export type Complaint = { reason?: string; inquiry?: boolean; amount?: number }

/** A card holder goes to their bank about a payment: the provider knows, we do not yet. @returns the provider's id */
export function complain(
  bank: Pick<Bank, 'stripe'>,
  paymentRef: string,
  { reason = 'product_not_received', inquiry = false, amount }: Complaint = {},
): string {
  const { world } = bank.stripe
  const intent = present(world.tables.paymentIntents.find(PLATFORM, paymentRef), 'the payment')
  const charge = present(world.tables.charges.find(PLATFORM, intent.latest_charge ?? ''), 'its charge')
  return openDispute(world, PLATFORM, charge, { reason, inquiry, amount }).id
}

/** The bank decides. */
export const decide = (bank: Pick<Bank, 'control'>, providerRef: string, status: 'won' | 'lost' | 'needs_response') =>
  bank.control(`/_emulator/disputes/${providerRef}`, { status })

/** A dispute that we know of; its row. */
export async function dispute(bank: Bank, paymentRef: string, complaint: Complaint = {}) {
  return recordDispute(bank.ctx(), complain(bank, paymentRef, complaint))
}

/** The bank decides, and we hear of it. */
export async function end(bank: Bank, providerRef: string, status: 'won' | 'lost') {
  await decide(bank, providerRef, status)
  return recordDispute(bank.ctx(), providerRef)
}

export const disputesOf = (bank: Pick<Bank, 'platform'>) => bank.platform.select().from(disputeTable)
