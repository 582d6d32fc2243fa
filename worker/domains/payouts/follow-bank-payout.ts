import { findAccountOwner, recordBankPayout } from '#db/platform/queries/payouts/bank-payouts.ts'
import type { MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { deriveId } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import type { BankPayout } from './ports.ts'

/**
 * Records how a payout from a vendor's account at the provider to its bank stands, as the provider says now; one that came
 * back is told to the vendor by mail, once. It is the vendor's own money by then: nothing of ours moves. Safe to repeat and
 * to come late.
 * @throws NotFound 404 if the account is none of ours or it has no such payout; Unavailable if the provider does not answer
 */
export async function followBankPayout(
  ctx: Pick<Ctx, 'platform' | 'connect' | 'settings' | 'now' | 'relay'>,
  accountRef: string,
  payoutRef: string,
) {
  const vendor = await findAccountOwner(ctx.platform, accountRef)
  if (!vendor) throw new NotFound('vendor')
  const { ref, amount, ...rest } = await ctx.connect.fetchBankPayout(accountRef, payoutRef)
  const row = { id: ref, vendorId: vendor.id, accountRef, ...amount, ...rest, updatedAtMs: ctx.now() }
  const mail = rest.status === 'failed' ? await failureMail(ctx, vendor, { ref, amount, ...rest }) : null
  await recordBankPayout(ctx.platform, row, mail)
  if (mail !== null) ctx.relay('platform')
}

async function failureMail(
  ctx: Pick<Ctx, 'settings' | 'now'>,
  vendor: NonNullable<Awaited<ReturnType<typeof findAccountOwner>>>,
  { ref, amount, failureCode }: BankPayout,
): Promise<MessageOf<'mail.requested'>> {
  const url = `${ctx.settings.origin}/vendor/balance?show=bank`
  const content = { template: 'bank_payout_failed' as const, vendorName: vendor.name, ...amount, failure: failureCode ?? 'unknown', url }
  return mailOnce(await deriveId('mail', vendor.id, 'bank_payout_failed', ref), vendor.email, content, ctx.now())
}
