import { type Client, until } from './http.ts'
import { signUp } from './people.ts'
import type { Marketplace } from './start.ts'

/** What somebody who opens a store wants to sell. Amounts in minor units of USD. */
export type StorePlan = {
  slug: string
  name: string
  category: string
  product: string
  sku: string
  priceMinor: number
  shippingMinor: number
  stock: number
}
export type Store = StorePlan & { id: string; owner: Client; variantId: string }

/**
 * Opens a store as its owner does: account, store with a database of its own, delivery charge, product, first delivery,
 * payout account; has the admin approve it, and waits until buyers can see the product in stock.
 */
export async function openStore(market: Marketplace, admin: Client, plan: StorePlan): Promise<Store> {
  const client = await signUp(market, `owner@${plan.slug}.example`, `Owner of ${plan.name}`)
  const registered = await client.ok<{ id: string }>(
    'POST',
    '/vendors',
    { slug: plan.slug, name: plan.name, country: 'US', currency: 'USD', supportEmail: `hello@${plan.slug}.example` },
    { 'idempotency-key': `open-${plan.slug}` },
  )
  const surface = { surface: 'vendor', vendorId: registered.id }
  const owner = client.as((await client.ok<{ accessToken: string }>('POST', '/auth/surface', surface)).accessToken)
  const store = () => owner.ok<{ status: string; canReceiveTransfers: boolean }>('GET', '/vendor')
  await until(`the database of ${plan.slug}`, async () => (await store()).status === 'in_review')
  const delivery = { name: 'Standard', country: 'US', kind: 'flat', currency: 'USD', baseMinor: plan.shippingMinor, daysMin: 2, daysMax: 5 }
  await owner.ok('PUT', '/vendor/shipping-rates', { rates: [delivery] })
  const variantId = await sell(owner, admin, plan)
  await connect(market, owner)
  await admin.ok('POST', `/admin/vendors/${registered.id}/approve`)
  await until(`the listing of ${plan.sku}`, async () => {
    const { items } = await client.ok<{ items: { isInStock: boolean }[] }>('GET', `/listings?vendor=${plan.slug}`)
    return items[0]?.isInStock === true
  })
  await until(`the payout account of ${plan.slug}`, async () => (await store()).canReceiveTransfers)
  return { ...plan, id: registered.id, owner, variantId }
}

/** Drafts, publishes and stocks the one product. @returns the id of its variant */
async function sell(owner: Client, admin: Client, plan: StorePlan): Promise<string> {
  const category = await admin.ok<{ id: string }>('POST', '/admin/categories', { slug: plan.category.toLowerCase(), name: plan.category })
  const product = await owner.ok<{ id: string; variants: { id: string }[] }>('POST', '/vendor/products', {
    title: plan.product,
    description: `${plan.product}, from ${plan.name}.`,
    brand: plan.name,
    categoryId: category.id,
    variants: [{ sku: plan.sku, weightG: 400, prices: [{ currency: 'USD', priceMinor: plan.priceMinor }] }],
  })
  const variantId = product.variants[0]?.id ?? ''
  const receipt = { reference: 'First delivery', lines: [{ variantId, quantity: plan.stock }] }
  await owner.ok('POST', '/vendor/inventory/receipts', receipt, { 'idempotency-key': `stock-${plan.slug}` })
  await owner.ok('POST', `/vendor/products/${product.id}/publish`)
  return variantId
}

/** Opens the payout account, and fills in the provider's form. */
async function connect(market: Marketplace, owner: Client): Promise<void> {
  const { accountRef } = await owner.ok<{ accountRef: string }>('POST', '/vendor/connect')
  const response = await fetch(`${market.stripe.url}/_emulator/accounts/${accountRef}`, {
    method: 'POST',
    body: JSON.stringify({ onboarded: true }),
  })
  if (!response.ok) throw new Error(`onboarding answered ${response.status}: ${await response.text()}`)
}
