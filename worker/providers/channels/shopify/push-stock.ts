import * as v from 'valibot'
import type { PushAnswer, PushOutcome, StockPush } from '#worker/domains/channels/ports.ts'
import { SET_QUANTITIES } from './documents.ts'
import { type Ask, type UserError, UserErrors, waitForTwin } from './graphql.ts'
import { availableOf, readVariants } from './read-variant.ts'
import { digestOf } from './signature.ts'
import type { SetQuantitiesMutationVariables } from './types.gen.ts'

const SetQuantities = v.looseObject({ inventorySetQuantities: v.looseObject({ userErrors: UserErrors }) })

const STALE_CODES: readonly string[] = ['CHANGE_FROM_QUANTITY_STALE', 'COMPARE_QUANTITY_STALE']
/** An answer to an earlier call by this key, or to nothing: what is there now tells. */
const UNSURE_CODES: readonly string[] = ['IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH']
const GONE_CODES: readonly string[] = ['INVALID_INVENTORY_ITEM']

type Call = { ask: Ask; locationId: string; now: () => number }

/**
 * Sets what can be sold, each only if Shopify still has what we last saw. One call sets all or nothing, so what it objects to
 * is taken out and the rest is sent again; every round leaves out one item at least. What is stale is read anew, and is fine if
 * it is as wanted: then an answer was lost. Every item has an outcome.
 */
export async function pushStock(call: Call, items: readonly StockPush[]): Promise<PushAnswer> {
  const { known, outcomes } = await seeFirst(call, items)
  const stale: StockPush[] = []
  let left = known
  let salt = ''
  while (left.length > 0) {
    const objections = await setQuantities(call, left, salt)
    if (objections.length === 0) {
      outcomes.push(...left.map(({ externalId }): PushOutcome => ({ externalId, kind: 'ok' })))
      break
    }
    if (salt === '' && objections.some(({ code }) => UNSURE_CODES.includes(code ?? ''))) {
      // The key stands for an attempt that failed, or another call: with a new one it is compared anew.
      salt = String(call.now())
      continue
    }
    const named = new Map(objections.map((error) => [indexOf(error), error]))
    // An objection that names none of them is to all of them.
    const toAll = named.get(null) ?? (left.some((_, at) => named.has(at)) ? undefined : objections[0])
    const rest: StockPush[] = []
    for (const [at, item] of left.entries()) {
      const error = named.get(at) ?? toAll
      if (!error) rest.push(item)
      else if ([...STALE_CODES, ...UNSURE_CODES].includes(error.code ?? '')) stale.push(item)
      else outcomes.push(refusalOf(item.externalId, error))
    }
    left = rest
  }
  return { kind: 'done', outcomes: [...outcomes, ...(await settleStale(call, stale))] }
}

/**
 * What was never seen, or is not known since a call was lost, is looked at first. Where Shopify has less than it would be told,
 * it may have sold some: it is stale.
 */
async function seeFirst(call: Call, items: readonly StockPush[]): Promise<{ known: StockPush[]; outcomes: PushOutcome[] }> {
  const unseen = items.filter(({ lastSeen, refs }) => lastSeen === null && refs.inventoryItemId)
  const ids = unseen.map(({ externalId }) => externalId)
  const found = await readVariants(call.ask, ids, call.locationId)
  const known: StockPush[] = []
  const outcomes: PushOutcome[] = []
  for (const item of items) {
    const { externalId, lastSeen, quantity, refs } = item
    const variant = found.get(externalId)
    const actual = variant ? availableOf(variant) : null
    if (!refs.inventoryItemId || (lastSeen === null && !variant)) outcomes.push({ externalId, kind: 'gone' })
    else if (lastSeen !== null || actual === null) known.push(item)
    else if (actual === quantity) outcomes.push({ externalId, kind: 'ok' })
    else if (actual < quantity) outcomes.push({ externalId, kind: 'stale', actual })
    else known.push({ ...item, lastSeen: actual })
  }
  return { known, outcomes }
}

async function setQuantities({ ask, locationId }: Call, items: readonly StockPush[], salt: string): Promise<readonly UserError[]> {
  const parts = items.map(({ idempotencyKey, quantity, lastSeen }) => [idempotencyKey, quantity, lastSeen].join(' '))
  const key = await digestOf([salt, ...parts].join('\n'))
  const variables: SetQuantitiesMutationVariables = {
    key,
    input: {
      name: 'available',
      reason: 'correction',
      // Says in the shop's own history whose change it was.
      referenceDocumentUri: `gid://stoa/StockPush/${key}`,
      quantities: items.map(({ refs, quantity, lastSeen }) => ({
        inventoryItemId: refs.inventoryItemId ?? '',
        locationId,
        quantity,
        changeFromQuantity: lastSeen,
      })),
    },
  }
  const { inventorySetQuantities } = await ask({ document: SET_QUANTITIES, variables, cost: 10, reads: SetQuantities })
  waitForTwin(inventorySetQuantities.userErrors)
  return inventorySetQuantities.userErrors
}

async function settleStale({ ask, locationId }: Call, items: readonly StockPush[]): Promise<PushOutcome[]> {
  const ids = items.map(({ externalId }) => externalId)
  const found = await readVariants(ask, ids, locationId)
  return items.map(({ externalId, quantity }): PushOutcome => {
    const variant = found.get(externalId)
    if (!variant) return { externalId, kind: 'gone' }
    const actual = availableOf(variant)
    return actual === quantity ? { externalId, kind: 'ok' } : { externalId, kind: 'stale', actual }
  })
}

/** `["input", "quantities", "3", "changeFromQuantity"]` is about the fourth. */
function indexOf({ field }: UserError): number | null {
  const at = field?.find((part) => /^\d+$/.test(part))
  return at === undefined ? null : Number(at)
}

function refusalOf(externalId: string, { code, message }: UserError): PushOutcome {
  if (GONE_CODES.includes(code ?? '')) return { externalId, kind: 'gone' }
  return { externalId, kind: 'refused', issues: [{ code: code ?? 'user_error', severity: 'error', field: 'quantity', message }] }
}
