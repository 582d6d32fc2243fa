import * as addresses from '#db/platform/queries/identity/addresses.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { present } from '#worker/pure/assert.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

/** How many addresses one account keeps. */
export const ADDRESSES_MAX = 20

/** 409: the account keeps as many addresses as it may. */
export class TooManyAddresses extends Problem {
  constructor() {
    super('too_many_addresses', 409, `You can keep ${ADDRESSES_MAX} addresses. Remove one that you no longer need.`)
  }
}

type AddressCtx = Pick<Ctx, 'platform' | 'now' | 'newId'>
export type SavedAddress = { id: Id<'address'>; isDefault: boolean; address: Address }

const view = ({ id, isDefault, address }: addresses.AddressRow): SavedAddress => ({ id, isDefault, address })

/** Where somebody has goods sent: the address meant first, then the newest; at most 20. */
export async function readAddresses({ platform }: Pick<Ctx, 'platform'>, accountId: Id<'account'>): Promise<{ items: SavedAddress[] }> {
  return { items: (await addresses.listAddresses(platform, accountId)).map(view) }
}

/**
 * Keeps an address. The first one of an account is the one meant first (INV-IDN-6). Safe to repeat with the same id (an
 * idempotency key gives that). @throws TooManyAddresses 409
 */
export async function addAddress(
  ctx: AddressCtx,
  accountId: Id<'account'>,
  input: { address: Address; isDefault: boolean },
): Promise<SavedAddress> {
  const id = ctx.newId('address')
  const nowMs = ctx.now()
  try {
    await addresses.storeAddress(ctx.platform, { id, accountId, ...input, createdAtMs: nowMs, updatedAtMs: nowMs }, ADDRESSES_MAX)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new TooManyAddresses()
    throw error
  }
  return present(await findAddress(ctx, accountId, id), 'the address just stored')
}

/** Rewrites an address, or makes it the one meant first. Orders keep the address they were placed with. Safe to repeat. @throws NotFound 404 */
export async function changeAddress(
  ctx: AddressCtx,
  accountId: Id<'account'>,
  addressId: Id<'address'>,
  change: { address?: Address | undefined; isDefault?: true | undefined },
): Promise<SavedAddress> {
  const stored = { address: change.address, isDefault: change.isDefault ?? false, nowMs: ctx.now() }
  await orMissing(addresses.updateAddress(ctx.platform, { accountId, addressId }, stored))
  const changed = await findAddress(ctx, accountId, addressId)
  if (!changed) throw new NotFound('address')
  return changed
}

/** Forgets an address. @throws NotFound 404, also for one that was forgotten before and for somebody else's */
export async function removeAddress(ctx: Pick<Ctx, 'platform'>, accountId: Id<'account'>, addressId: Id<'address'>): Promise<void> {
  await orMissing(addresses.dropAddress(ctx.platform, { accountId, addressId }))
}

async function findAddress(ctx: Pick<Ctx, 'platform'>, accountId: Id<'account'>, addressId: Id<'address'>) {
  return (await readAddresses(ctx, accountId)).items.find(({ id }) => id === addressId)
}

async function orMissing(stored: Promise<void>): Promise<void> {
  try {
    await stored
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new NotFound('address')
    throw error
  }
}
