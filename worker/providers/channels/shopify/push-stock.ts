import * as v from 'valibot'
import type { PushAnswer, PushOutcome, StockPush } from '#worker/domains/channels/ports.ts'
import { SET_QUANTITIES } from './documents.ts'
import { type Ask, type UserError, UserErrors, waitForTwin } from './graphql.ts'
import { availableOf, readVariants } from './read-variant.ts'
import { digestOf } from './signature.ts'
import type { SetQuantitiesMutationVariables } from './types.gen.ts'

const SetQuantities = v.looseObject({ inventorySetQuantities: v.nullish(v.looseObject({ userErrors: UserErrors })) })

const STALE_CODES: readonly string[] = ['CHANGE_FROM_QUANTITY_STALE', 'COMPARE_QUANTITY_STALE']
/** An answer to an earlier call by this key, or to nothing: what is there now tells. */
const UNSURE_CODES: readonly string[] = ['IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH']
const GONE_CODES: readonly string[] = ['INVALID_INVENTORY_ITEM']

type Call = { ask: Ask; locationId: string }

/**
 * Sets what can be sold, each only if Shopify still has what we last saw. One call sets all or nothing, so what it objects to
 * is taken out and the rest is sent again; every round leaves out one item at least. What is stale is read anew, and is fine if
 * it is as wanted: then an answer was lost.
 */
export async function pushStock({ ask, locationId }: Call, items: readonly StockPush[]): Promise<PushAnswer> {
  const outcomes: PushOutcome[] = []
  const stale: StockPush[] = []
  let left = items.filter((item) => {
    const isKnown = Boolean(item.refs.inventoryItemId)
    if (!isKnown) outcomes.push({ externalId: item.externalId, kind: 'gone' })
    return isKnown
  })
  while (left.length > 0) {
    const objections = await setQuantities(ask, locationId, left)
    if (objections.length === 0) {
      outcomes.push(...left.map(({ externalId }): PushOutcome => ({ externalId, kind: 'ok' })))
      break
    }
    const named = new Map(objections.map((error) => [indexOf(error), error]))
    const rest: StockPush[] = []
    for (const [at, item] of left.entries()) {
      // An objection that names no item is to all of them.
      const error = named.get(at) ?? named.get(null)
      if (!error) rest.push(item)
      else if (STALE_CODES.includes(error.code ?? '') || UNSURE_CODES.includes(error.code ?? '')) stale.push(item)
      else outcomes.push(refusalOf(item.externalId, error))
    }
    left = rest.length < left.length ? rest : []
  }
  return { kind: 'done', outcomes: [...outcomes, ...(await settleStale(ask, locationId, stale))] }
}

async function setQuantities(ask: Ask, locationId: string, items: readonly StockPush[]): Promise<readonly UserError[]> {
  const key = await digestOf(
    items.map(({ idempotencyKey, quantity, lastSeen }) => [idempotencyKey, quantity, lastSeen].join(' ')).join('\n'),
  )
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
  const errors = inventorySetQuantities?.userErrors ?? []
  waitForTwin(errors)
  return errors
}

async function settleStale(ask: Ask, locationId: string, items: readonly StockPush[]): Promise<PushOutcome[]> {
  if (items.length === 0) return []
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
