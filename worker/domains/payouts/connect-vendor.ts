import { findPayee, recordAccount, recordCapability } from '#db/platform/queries/payouts/payees.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/**
 * Opens the vendor's account at the provider, once, and answers a page of the provider's where the vendor gives what it
 * wants to know. The link lives for minutes; asking again gives a new one to the same account. Safe to repeat.
 */
export async function connectVendor(
  ctx: Pick<Ctx, 'platform' | 'connect' | 'settings'>,
  vendorId: Id<'vendor'>,
): Promise<{ accountRef: string; url: string }> {
  const payee = await findPayee(ctx.platform, vendorId)
  if (!payee) throw new NotFound('vendor')
  const accountRef = payee.accountRef ?? (await openAccount(ctx, { vendorId, email: payee.email, country: payee.country }))
  const page = `${ctx.settings.origin}/vendor/payouts`
  const { url } = await ctx.connect.onboardingLink({ accountRef, returnUrl: `${page}?connect=done`, refreshUrl: `${page}?connect=again` })
  return { accountRef, url }
}

async function openAccount(ctx: Pick<Ctx, 'platform' | 'connect'>, input: Parameters<Ctx['connect']['createAccount']>[0]): Promise<string> {
  const { accountRef } = await ctx.connect.createAccount(input)
  return present(await recordAccount(ctx.platform, input.vendorId, accountRef), 'the account of a vendor')
}

/** Whether the vendor can be paid, and what the provider still wants to know; asked now, and recorded. */
export async function readConnection(ctx: Pick<Ctx, 'platform' | 'connect'>, vendorId: Id<'vendor'>) {
  const payee = await findPayee(ctx.platform, vendorId)
  if (!payee) throw new NotFound('vendor')
  if (payee.accountRef === null) return { accountRef: null, canReceiveTransfers: false, requirements: [] }
  return refreshAccount(ctx, payee.accountRef)
}

/** Fetches what the provider says of an account and records whether it may receive money. Safe to repeat. */
export async function refreshAccount(ctx: Pick<Ctx, 'platform' | 'connect'>, accountRef: string) {
  const account = await ctx.connect.fetchAccount(accountRef)
  await recordCapability(ctx.platform, accountRef, account.canReceiveTransfers)
  return account
}
