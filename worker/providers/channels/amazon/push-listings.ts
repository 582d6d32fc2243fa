import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { PricePush, PushAnswer, PushOutcome, StockPush } from '#worker/domains/channels/ports.ts'
import { listOf } from '#worker/providers/channels/lenient.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { toAmount } from './amount.ts'
import { NotThere } from './call-api.ts'
import { expected } from './expected.ts'
import { LIMITS } from './limits.ts'
import { itemPath } from './list-listings.ts'
import type { listingsItems } from './models.gen.ts'
import { Issue, outcomeOf, toIssue } from './read-issue.ts'
import type { Account } from './session.ts'
import { type ListingMessage, sendListingsFeed } from './submit-feed.ts'

type Patch = listingsItems['PatchOperation']
type Change = { externalId: string; productType: string; patches: Patch[] }

/** So many go at once by themselves; more go in one feed, which Amazon takes minutes for. */
const DIRECT_MAX = LIMITS.patchListingsItem.capacity
const FEED_WAIT_MS = 30 * SECOND_MS
/** A listing of which only the SKU is known can be changed as this. */
const ANY_PRODUCT_TYPE = 'PRODUCT'

/** Merged, so that handling time and restock date stay as the vendor set them. */
export const stockPatch = (quantity: number): Patch => ({
  op: 'merge',
  path: '/attributes/fulfillment_availability',
  value: [{ fulfillment_channel_code: 'DEFAULT', quantity }],
})

/** Merged, so that sale prices and business prices stay. */
export const pricePatch = (priceMinor: number, currency: string, marketplaceId: string): Patch => ({
  op: 'merge',
  path: '/attributes/purchasable_offer',
  value: [offerOf(priceMinor, currency, marketplaceId)],
})

export const offerOf = (priceMinor: number, currency: string, marketplaceId: string) => ({
  marketplace_id: marketplaceId,
  audience: 'ALL',
  currency,
  our_price: [{ schedule: [{ value_with_tax: Number(toAmount(priceMinor, currency)) }] }],
})

/** Sets quantities as they are given: Amazon has no compare-and-set, and a repeat changes nothing. */
export const pushStock = (account: Account, items: readonly StockPush[]): Promise<PushAnswer> =>
  push(
    account,
    items.map(({ externalId, refs, quantity }) => ({
      externalId,
      productType: refs.productType ?? ANY_PRODUCT_TYPE,
      patches: [stockPatch(quantity)],
    })),
  )

export const pushPrice = (account: Account, items: readonly PricePush[]): Promise<PushAnswer> =>
  push(
    account,
    items.map(({ externalId, refs, priceMinor, currency }) => ({
      externalId,
      productType: refs.productType ?? ANY_PRODUCT_TYPE,
      patches: [pricePatch(priceMinor, currency, account.marketplace.id)],
    })),
  )

async function push(account: Account, changes: readonly Change[]): Promise<PushAnswer> {
  if (changes.length > DIRECT_MAX) {
    const messages = changes.map(
      ({ externalId, productType, patches }, at): ListingMessage => ({
        messageId: at + 1,
        sku: externalId,
        operationType: 'PATCH',
        productType,
        patches,
      }),
    )
    return { kind: 'pending', ref: await sendListingsFeed(account, messages), waitMs: FEED_WAIT_MS }
  }
  // All of them or none, so that no outcome is lost when the bucket runs dry half-way.
  await account.api.pace.take('patchListingsItem', changes.length)
  return { kind: 'done', outcomes: await Promise.all(changes.map((change) => patchListing(account, change, true))) }
}

/** Patches one listing. */
export async function patchListing(account: Account, { externalId, productType, patches }: Change, isPaced = false): Promise<PushOutcome> {
  const json: listingsItems['ListingsItemPatchRequest'] = { productType, patches }
  const query = { marketplaceIds: [account.marketplace.id], includedData: ['issues'] }
  try {
    const answer = await account.api.call('patchListingsItem', {
      method: 'PATCH',
      path: itemPath(account, externalId),
      query,
      json,
      isPaced,
    })
    return toOutcome(externalId, answer)
  } catch (error) {
    return refusedOutcome(externalId, error)
  }
}

/** A refusal of one item is that item's outcome; anything else goes on up. */
export function refusedOutcome(externalId: string, error: unknown): PushOutcome {
  if (error instanceof NotThere) return { externalId, kind: 'gone' }
  if (!(error instanceof ChannelRefused)) throw error
  return { externalId, kind: 'refused', issues: [{ code: error.providerCode, severity: 'error', field: null, message: error.message }] }
}

const Submission = v.object({ status: v.string(), issues: listOf(Issue) })

/** What became of a submission: `ACCEPTED` and `VALID` are fine, whatever warnings come with them. */
export function toOutcome(externalId: string, answer: unknown, refs: Record<string, string> = {}): PushOutcome {
  const { status, issues } = expected(Submission, answer)
  const told = issues.map(toIssue)
  if (status !== 'INVALID') return { externalId, kind: 'ok', issues: told, ...(Object.keys(refs).length > 0 ? { refs } : {}) }
  const outcome = outcomeOf(externalId, told)
  return outcome.kind === 'ok' ? { externalId, kind: 'refused', issues: told } : outcome
}
