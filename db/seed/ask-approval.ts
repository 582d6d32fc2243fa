import type { Id } from '#worker/pure/ids.ts'
import { logIn } from './api.ts'
import type { SeedTarget } from './target.ts'

/** Finance asks for a correction of a store's balance, so that the administrators have something to agree to. Safe to repeat. */
export async function askForApproval({ origin }: SeedTarget, store: { id: Id<'vendor'> }): Promise<void> {
  const finance = await (await logIn(origin, 'finance@stoa.example')).onSurface('admin')
  const correction = { amountMinor: 1850, currency: 'USD', reason: 'The carrier paid for the parcel it lost in the last week of October' }
  await finance.ok('POST', `/admin/vendors/${store.id}/adjustments`, correction, 'seed-adjustment')
}
