import type { StockLine, StockLocks, StockMovement, StockRefusal } from '#worker/domains/inventory/ports.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { Unavailable } from '#worker/pure/problem.ts'
import { callLock } from './call-lock.ts'

/** What one checkout wants of several stores. */
export type GroupDemand = {
  orderGroupId: Id<'orderGroup'>
  stores: readonly { vendorId: Id<'vendor'>; lines: StockLine[] }[]
  buyer: string
  ip: string
  ttlMs: number
  /** The caller tells the movements it is answered; see `StockLockRpc`. */
  isTold?: boolean
}

/** All stores hold their lines until `expiresAtMs` (the earliest), or none does and `refusals` says which stores refused and why. */
export type GroupHold =
  | { ok: true; expiresAtMs: number; movements: { vendorId: Id<'vendor'>; movements: StockMovement[] }[] }
  | { ok: false; code: StockRefusal['code']; refusals: { vendorId: Id<'vendor'>; refusal: StockRefusal }[] }

/**
 * Reserves at every store side by side; if one refuses or cannot be reached, releases all of them, also the one that
 * failed, since a lost call may still arrive: the release bars its reservation for good.
 * @throws Unavailable 503 if a store's lock could not be reached and none refused
 */
export async function reserveForGroup(locks: StockLocks, demand: GroupDemand): Promise<GroupHold> {
  const { orderGroupId, stores, buyer, ip, ttlMs, isTold } = demand
  const outcomes = await Promise.allSettled(
    stores.map(async ({ vendorId, lines }) => {
      const reservationId = await deriveId('reservation', orderGroupId, vendorId)
      const operationId = await deriveId('operation', orderGroupId, 'reserve', vendorId)
      const call = { operationId, reservationId, lines, ttlMs, causeId: orderGroupId, buyer, ip, ...(isTold && { isTold }) }
      return { vendorId, answer: await callLock(locks, vendorId, (lock) => lock.reserve(call)) }
    }),
  )

  const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  const refusals = answers.flatMap(({ vendorId, answer }) => (answer.ok ? [] : [{ vendorId, refusal: answer }]))
  if (!failure && refusals.length === 0) {
    return {
      ok: true,
      expiresAtMs: Math.min(...answers.map(({ answer }) => (answer.ok ? answer.expiresAtMs : Number.POSITIVE_INFINITY))),
      movements: answers.map(({ vendorId, answer }) => ({ vendorId, movements: (answer.ok && answer.movements) || [] })),
    }
  }

  await releaseAll(locks, orderGroupId, demand.stores)
  const first = refusals[0]
  if (first) return { ok: false, code: first.refusal.code, refusals }
  throw failure?.reason instanceof Error ? failure.reason : new Unavailable('Stock')
}

/** Best effort: a hold that cannot be released now runs out by itself. */
async function releaseAll(locks: StockLocks, orderGroupId: Id<'orderGroup'>, stores: GroupDemand['stores']): Promise<void> {
  await Promise.allSettled(
    stores.map(async ({ vendorId }) => {
      const reservationId = await deriveId('reservation', orderGroupId, vendorId)
      const operationId = await deriveId('operation', orderGroupId, 'release', vendorId)
      await callLock(locks, vendorId, (lock) => lock.release({ operationId, reservationId }))
    }),
  )
}
