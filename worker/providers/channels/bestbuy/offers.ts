import * as v from 'valibot'
import type { ChannelSession, ListingDraft, OpenConnection, PendingPush, PushAnswer, PushOutcome } from '#worker/domains/channels/ports.ts'
import { id } from '#worker/providers/channels/lenient.ts'
import { present } from '#worker/pure/assert.ts'
import type { ChannelIssue } from '#worker/pure/channel.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import type { Mirakl } from './call-mirakl.ts'
import { expected } from './expected.ts'
import { decimalOf, draftedFields, type FullOffer, fullOffer, newOffer } from './full-offer.ts'
import { importRef } from './imports.ts'
import { type OfferAnswer, OffersAnswer, originPriceOf } from './offer-answer.ts'
import { readOffer } from './read-offer.ts'

const PAGE = 100
/** Up to here offers are looked up one by one; beyond, paging through all of them takes fewer calls. */
const LOOKUPS_MAX = 25
const PAGES_MAX = 500

type Offers = Pick<ChannelSession, 'listListings' | 'readListings' | 'upsertListing' | 'endListing' | 'pushPrice'> &
  Required<Pick<ChannelSession, 'upsertListings'>>

/** The offers of a shop: OF21 reads them, OF24 writes them, always whole. Writing is an import that is asked for later. */
export function offersOf(mirakl: Mirakl, { pace }: Pick<OpenConnection, 'pace'>): Offers {
  const readPage = async (query: Record<string, string | number>) => {
    const body = await mirakl({ operation: 'OF21', method: 'GET', path: '/offers', query: { max: PAGE, sort: 'productTitle', ...query } })
    const { offers, total_count } = expected(OffersAnswer, body)
    const read = offers.map(readOffer)
    return {
      count: offers.length,
      total: total_count,
      found: read.flatMap((one) => ('listing' in one ? [one] : [])),
      unreadable: read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : [])),
    }
  }

  /** The offers of these SKUs, by SKU. */
  const find = async (skus: readonly string[]) => {
    const wanted = new Set(skus)
    const found = new Map<string, Extract<ReturnType<typeof readOffer>, { offer: OfferAnswer }>>()
    const keep = (page: Awaited<ReturnType<typeof readPage>>) => {
      for (const one of page.found) if (wanted.has(one.offer.shop_sku)) found.set(one.offer.shop_sku, one)
    }
    if (wanted.size <= LOOKUPS_MAX) {
      for (const sku of wanted) keep(await readPage({ sku }))
      return found
    }
    for (let page = 0; page < PAGES_MAX && found.size < wanted.size; page++) {
      const read = await readPage({ offset: page * PAGE })
      keep(read)
      if (read.count < PAGE) break
    }
    return found
  }

  /** The offers that hold together are sent; what was wrong with the others is told with the answer of the import. */
  const send = async (offers: readonly (FullOffer | PushOutcome)[]): Promise<PushAnswer> => {
    const whole = offers.filter(isOffer)
    const outcomes = offers.filter(isOutcome)
    if (whole.length === 0) return { kind: 'done', outcomes }
    const body = await mirakl({ operation: 'OF24', method: 'POST', path: '/offers', json: { offers: whole }, isPaced: true })
    return { kind: 'pending', ref: importRef(expected(v.object({ import_id: id }), body).import_id, outcomes), waitMs: MINUTE_MS }
  }

  const upsertMany = async (drafts: readonly ListingDraft[]): Promise<PushAnswer> => {
    await pace.take('OF24')
    const current = await find(drafts.map((draft) => draft.sku))
    return send(
      drafts.map((draft) => {
        const known = current.get(draft.sku)?.offer
        const externalId = draft.externalId ?? draft.sku
        if (known && known.currency_iso_code !== draft.currency) return refused(externalId, OTHER_CURRENCY)
        return (known ? fullOffer(known, draftedFields(draft)) : newOffer(draft)) ?? refused(externalId, NO_GTIN)
      }),
    )
  }

  return {
    async listListings({ cursor }) {
      const offset = cursor === null ? 0 : Number(cursor)
      const page = await readPage({ offset })
      const next = offset + page.count
      const isMore = page.count > 0 && (page.total === null ? page.count === PAGE : next < page.total)
      return {
        items: page.found.map(({ listing }) => listing),
        unreadable: page.unreadable,
        nextCursor: isMore ? String(next) : null,
        total: page.total,
      }
    },
    readListings: async (externalIds) => [...(await find(externalIds)).values()].map(({ listing }) => listing),
    upsertListing: async (draft) => alone(await upsertMany([draft])),
    upsertListings: upsertMany,
    async endListing(externalId) {
      await pace.take('OF24')
      const known = (await find([externalId])).get(externalId)
      if (!known) return { externalId, kind: 'gone' }
      const offer = fullOffer(known.offer, { price: originPriceOf(known.offer) ?? 0, update_delete: 'delete' })
      return alone(await send([offer ?? refused(externalId, NO_GTIN)]))
    },
    async pushPrice(items) {
      await pace.take('OF24')
      const current = await find(items.map((item) => item.externalId))
      return send(
        items.map(({ externalId, priceMinor, currency }) => {
          const known = current.get(externalId)?.offer
          if (!known) return { externalId, kind: 'gone' }
          if (known.currency_iso_code !== currency) return refused(externalId, OTHER_CURRENCY)
          return fullOffer(known, { price: decimalOf(priceMinor, currency) }) ?? refused(externalId, NO_GTIN)
        }),
      )
    },
  }
}

const isOffer = (offer: FullOffer | PushOutcome): offer is FullOffer => 'shop_sku' in offer
const isOutcome = (offer: FullOffer | PushOutcome): offer is PushOutcome => !isOffer(offer)

const alone = (answer: PushAnswer): PushOutcome | PendingPush =>
  answer.kind === 'pending' ? answer : present(answer.outcomes[0], 'an outcome of the one item')

const NO_GTIN: ChannelIssue = {
  code: 'no_gtin',
  severity: 'error',
  field: 'gtin',
  message: 'An offer needs the UPC or EAN of a product of the channel.',
}
const OTHER_CURRENCY: ChannelIssue = { code: 'currency', severity: 'error', field: 'price', message: 'The shop sells in another currency.' }
const refused = (externalId: string, issue: ChannelIssue): PushOutcome => ({ externalId, kind: 'refused', issues: [issue] })
