import type { Browser } from 'playwright-core'
import { until } from '#tests/stage/http.ts'
import type { Marketplace } from '#tests/stage/start.ts'
import { fillCart, pickFrom } from './buyer-walks.ts'
import { type Facts, LOG_INS } from './every-page.ts'
import { logIn } from './log-in.ts'

/** Finds things to look at in a seeded marketplace, over the API and as their owners. */
export async function findFacts(market: Marketplace, browser: Browser): Promise<Facts> {
  const context = await browser.newContext()
  const read = async <T>(path: string): Promise<T> => {
    const answer = await context.request.get(`${market.origin}/api/v1${path}`)
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const as = async (who: keyof typeof LOG_INS, surface: 'shop' | 'vendor' | 'admin') => {
    await context.clearCookies()
    await logIn(context, market.origin, LOG_INS[who])
    if (surface === 'shop') return
    const { memberships } = await read<{ memberships: { vendorId: string }[] }>('/me')
    const vendorId = surface === 'vendor' ? { vendorId: memberships[0]?.vendorId } : {}
    await context.request.post(`${market.origin}/api/v1/auth/surface`, {
      data: { surface, ...vendorId },
      headers: { origin: market.origin },
    })
  }
  type Items<T> = { items: T[] }
  const first = async <T>(path: string): Promise<T> => {
    const [item] = (await read<Items<T>>(path)).items
    if (item === undefined) throw new Error(`${path} has nothing`)
    return item
  }
  try {
    const listing = await first<{ slug: string; category: { slug: string } }>('/listings?vendor=kiln-and-clay&limit=1')
    await as('buyer', 'shop')
    const order = await first<{ id: string }>('/orders?limit=1')
    const mine = await read<{ reviews: { id: string }[]; toReview: { orderLineId: string }[] }>('/me/reviews')
    const kept = await context.request.post(`${market.origin}/api/v1/me/addresses`, {
      data: {
        address: { name: 'Ida Bergström', line1: '3 Quay Street', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' },
      },
      headers: { origin: market.origin },
    })
    const address = ((await kept.json()) as { id: string }).id
    await fillCart(context, market, [{ pick: await pickFrom(market, 'kiln-and-clay'), quantity: 2 }])
    await as('vendor', 'vendor')
    const storeDispute = await first<{ id: string }>('/vendor/disputes')
    const vendorOrder = await first<{ id?: string; orderId?: string }>('/vendor/orders?limit=1')
    const vendorProduct = await first<{ id: string; variants: { id: string }[] }>('/vendor/products?limit=1')
    const { connections } = await read<{ connections: { id: string; channel: string }[] }>('/platforms')
    const shop = connections.find(({ channel }) => channel === 'shopify')?.id ?? ''
    const listed = await first<{ variantId: string; listings: { id: string }[] }>(`/channel-listings?show=listed&connectionId=${shop}`)
    const syncRun = await first<{ id: string }>('/sync/runs?kind=stock')
    const channelOrder = await first<{ id: string }>('/channel-orders?status=parked')
    // The clock closes the months of the seeded past.
    const vendorStatement = await until('a month to be closed', async () => {
      await market.tick()
      return (await read<Items<{ id: string }>>('/vendor/statements?limit=1')).items[0]
    })
    const vendorPayout = await first<{ id: string }>('/vendor/payouts?limit=1')
    await as('admin', 'admin')
    const statement = await first<{ id: string }>('/admin/statements?limit=1')
    const payout = await first<{ id: string }>('/admin/payouts?limit=1')
    const draft = await context.request.post(`${market.origin}/api/v1/admin/payout-runs/drafts`, {
      data: {},
      headers: { origin: market.origin },
    })
    const payoutRun = ((await draft.json()) as { id: string }).id
    const vendor = await first<{ id: string }>('/admin/vendors?limit=1')
    const item = await first<{ id: string }>('/admin/moderation/items')
    const buyer = await first<{ id: string }>(`/admin/buyers?q=${LOG_INS.buyer}`)
    const category = await first<{ id: string }>('/admin/categories')
    const rule = await first<{ id: string }>('/admin/commission-rules')
    const simulated = await context.request.post(`${market.origin}/api/v1/admin/commission-rules/simulate`, {
      data: { change: { kind: 'end', ruleId: rule.id } },
      headers: { origin: market.origin },
    })
    const simulation = (await simulated.json()) as { id: string }
    const asked = await context.request.post(`${market.origin}/api/v1/admin/people`, {
      data: { email: 'support@stoa.example', role: 'platform_moderator', reason: 'Helps out over the holidays' },
      headers: { origin: market.origin },
    })
    const approval = ((await asked.json()) as { id: string }).id
    const dispute = (await first<{ id: string }>('/admin/disputes?filter=all')).id
    return {
      approval,
      dispute,
      storeDispute: storeDispute.id,
      product: listing.slug,
      category: listing.category.slug,
      store: 'kiln-and-clay',
      orderGroup: order.id,
      statusToken: await statusTokenIn(market),
      address,
      vendorOrder: vendorOrder.orderId ?? vendorOrder.id ?? '',
      vendorProduct: vendorProduct.id,
      vendorVariant: vendorProduct.variants[0]?.id ?? '',
      vendorId: vendor.id,
      ownReview: mine.toReview[0]?.orderLineId ?? mine.reviews[0]?.id ?? '',
      moderationItem: item.id,
      buyer: buyer.id,
      categoryId: category.id,
      payoutRun,
      payout: payout.id,
      vendorPayout: vendorPayout.id,
      vendorStatement: vendorStatement.id,
      statement: statement.id,
      commissionRule: rule.id,
      commissionSimulation: simulation.id,
      channelConnection: shop,
      channelListing: listed.listings[0]?.id ?? '',
      channelVariant: listed.variantId,
      channelOrder: channelOrder.id,
      syncRun: syncRun.id,
    }
  } finally {
    await context.close()
  }
}

/** What the mail of a purchase links to. */
const statusTokenIn = (market: Marketplace): Promise<string> =>
  until('a mail about an order', async () => {
    const texts = market.mail.messages().map(({ text }) => text ?? '')
    return texts.flatMap((text) => /order-status\?t=([\w.-]+)/.exec(text)?.[1] ?? []).at(0)
  })
