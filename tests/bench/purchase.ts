import { DEMO_PASSWORD } from '#db/seed.ts'
import { newClient, until } from '#tests/stage/http.ts'
import { confirmPayment } from '#tests/stage/pay.ts'
import type { Marketplace } from '#tests/stage/start.ts'

const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' }
/** Each buyer comes from an address of their own, as buyers do: one address may hold only so much at a time. */
let buyers = 0
const nextAddress = () => `10.${(++buyers >> 16) & 255}.${(buyers >> 8) & 255}.${buyers & 255}`

/** A step that was refused as it should be when the goods are gone. */
export class SoldOut extends Error {}
const SOLD_OUT = 'out_of_stock'
/** A store that is busy says so, and a buyer asks again for this long. */
const PATIENCE_MS = 60_000
const isBusy = (status: number, code?: string) => status === 503 || code === 'checkout_busy'

/**
 * A guest's whole purchase: cart, checkout, card, back in the shop. The orders are placed when this returns.
 * @throws SoldOut if the goods were gone before they were held
 */
export async function purchase(market: Marketplace, variantIds: readonly string[]): Promise<void> {
  const buyer = newClient(market.origin)
  const ip = nextAddress()
  const step = <T>(path: string, body?: unknown): Promise<T> => {
    const headers = { 'cf-connecting-ip': ip }
    return patiently(async () => {
      const answer = await buyer.call<T & { code?: string }>('POST', path, body, headers)
      if (answer.status < 300) return { value: answer.body }
      if (answer.status === 409 && answer.body.code === SOLD_OUT) throw new SoldOut(SOLD_OUT)
      const why = new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      if (isBusy(answer.status, answer.body.code)) return { why }
      throw why
    })
  }
  for (const variantId of variantIds) await step('/cart/lines', { variantId, quantity: 1 })
  const checkout = await step<{ orderGroupId: string; clientSecret: string; statusUrl: string }>('/checkout', {
    email: 'ada@buyer.example',
    shippingAddress: ADDRESS,
  })
  await patiently(async () => ({ value: await confirmPayment(market, checkout.clientSecret, 'pm_card_visa') }))
  const token = encodeURIComponent(new URL(checkout.statusUrl).searchParams.get('t') ?? '')
  const { status } = await step<{ status: string }>(`/checkout/${checkout.orderGroupId}/complete?t=${token}`)
  if (status !== 'placed') throw new Error(`a purchase is ${status}`)
}

/** Asks again while the answer is that somebody is busy, or while there is none; each step of a purchase may be repeated. */
async function patiently<T>(ask: () => Promise<{ value: T } | { why: Error }>): Promise<T> {
  const untilMs = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (error instanceof TypeError) return { why: error }
      throw error
    })
    if ('value' in answer) return answer.value
    if (performance.now() > untilMs) throw answer.why
    await new Promise((resolve) => setTimeout(resolve, 300 + 1_200 * Math.random()))
  }
}

export type Rush = { buyers: number; placed: number; soldOut: number; oversold: number; errors: number; seconds: number }

/** So many buyers at once for one thing of which there are fewer. Nothing may be sold twice, and nothing left lying. */
export async function rush(market: Marketplace, { buyers: count, stock }: { buyers: number; stock: number }): Promise<Rush> {
  const variantId = await sellHot(market, stock)
  const startedMs = performance.now()
  const outcomes = await Promise.allSettled(Array.from({ length: count }, () => purchase(market, [variantId])))
  const seconds = (performance.now() - startedMs) / 1000
  const placed = outcomes.filter(({ status }) => status === 'fulfilled').length
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const failures = reasons.filter((reason) => !(reason instanceof SoldOut))
  if (failures.length > 0) console.warn(`${failures.length} errors, the first: ${failures[0]}`)
  const soldOut = reasons.length - failures.length
  return { buyers: count, placed, soldOut, oversold: Math.max(0, placed - stock), errors: failures.length, seconds }
}

/** Puts something new on the first store's shelf. @returns its variant, once buyers see it */
async function sellHot(market: Marketplace, stock: number): Promise<string> {
  const client = newClient(market.origin)
  const logIn = { email: 'owner@kiln-and-clay.example', password: DEMO_PASSWORD, delivery: 'body' }
  const account = client.as((await client.ok<{ accessToken: string }>('POST', '/auth/login', logIn)).accessToken)
  const { memberships } = await account.ok<{ memberships: { vendorId: string }[] }>('GET', '/me')
  const surface = { surface: 'vendor', vendorId: memberships[0]?.vendorId }
  const owner = client.as((await account.ok<{ accessToken: string }>('POST', '/auth/surface', surface)).accessToken)
  const { items } = await client.ok<{ items: { id: string }[] }>('GET', '/categories')
  const product = await owner.ok<{ id: string; slug: string; variants: { id: string }[] }>('POST', '/vendor/products', {
    title: 'The last hundred',
    categoryId: items[0]?.id,
    variants: [{ sku: `HOT-${Date.now()}`, weightG: 100, prices: [{ currency: 'USD', priceMinor: 1900 }] }],
  })
  const variantId = product.variants[0]?.id ?? ''
  await owner.ok('POST', '/vendor/inventory/receipts', { lines: [{ variantId, quantity: stock }] })
  await owner.ok('POST', `/vendor/products/${product.id}/publish`)
  await until('the hot product in stock', async () => {
    const { status, body } = await client.call<{ variants: { available: number }[] }>('GET', `/listings/${product.slug}`)
    return status === 200 && body.variants[0]?.available === stock
  })
  return variantId
}
