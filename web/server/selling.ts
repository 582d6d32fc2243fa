import { type AppLoadContext, redirect } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { ApiClient } from '#worker/client.ts'
import type { Currency } from '#worker/pure/money.ts'
import { attempt, need } from './answer.ts'
import { addPicture } from './save-product.ts'
import { type Profile, readProfile } from './session.ts'

type Api = ApiClient['api']['v1']
export type Store = InferResponseType<Api['vendor']['$get'], 200>
export type Connection = InferResponseType<Api['vendor']['connect']['$get'], 200>
export type ShippingRate = InferResponseType<Api['vendor']['shipping-rates']['$get'], 200>['items'][number]

export const STEPS = ['store', 'address', 'payments', 'first-product'] as const
export type StepName = (typeof STEPS)[number]

/** How far somebody has come with opening a store. All of it is read from the API, so it can be gone on with from anywhere. */
export type Selling = {
  profile: Profile
  store: Store | null
  done: Record<StepName, boolean>
  connection: Connection | null
}

/**
 * Where somebody stands. The store is the one this browser works for, of those they own.
 * @returns null for a guest
 */
export async function readSelling(context: AppLoadContext, request: Request): Promise<Selling | null> {
  const profile = await readProfile(context)
  if (profile === null) return null
  const { vendor } = context.api.api.v1
  const none = { profile, store: null, connection: null, done: { store: false, address: false, payments: false, 'first-product': false } }
  if (!profile.memberships.some(({ role }) => role === 'vendor_owner')) return none
  const store = await need(request, vendor.$get())
  const isReady = store.provisioned === 'ready'
  const [connection, products] = await Promise.all([
    attempt(() => vendor.connect.$get()),
    isReady ? attempt(() => vendor.products.$get({ query: { limit: '1' } })) : null,
  ])
  return {
    profile,
    store,
    connection: connection.ok ? connection.value : null,
    done: {
      store: true,
      address: store.shipFrom !== null,
      payments: connection.ok ? connection.value.canReceiveTransfers : store.canReceiveTransfers,
      'first-product': products?.ok === true && products.value.items.length > 0,
    },
  }
}

/** @throws a redirect: a guest to open an account first, somebody without a store to its first step */
export async function requireStore(context: AppLoadContext, request: Request): Promise<Selling & { store: Store }> {
  const selling = await readSelling(context, request)
  if (selling === null) throw toAccount(request)
  if (selling.store === null) throw redirect('/sell/store')
  return { ...selling, store: selling.store }
}

/** To the sign-up page, which comes back here: whoever opens a store usually has no account yet. */
export function toAccount(request: Request): Response {
  return redirect(`/signup?next=${encodeURIComponent(new URL(request.url).pathname.replace(/\.data$/, ''))}`)
}

/** The first step that is not done; past the last one, the end. */
export const nextStep = (done: Selling['done']): string => {
  const open = STEPS.find((step) => !done[step])
  return open === undefined ? '/sell/done' : `/sell/${open}`
}

export type FirstProduct = { title: string; categoryId: string; priceMinor: number; stock: number; description: string; key: string }

/**
 * Drafts the first product, books its stock, adds its picture and puts it on sale. Every step has a key that follows from
 * the form's, so sending it twice makes one product.
 * @returns the API's refusal of the product itself, or which of the rest did not work
 */
export async function createFirstProduct(context: AppLoadContext, store: Store, input: FirstProduct, picture: File | null) {
  const { vendor } = context.api.api.v1
  const headers = (step: string) => ({ headers: { 'idempotency-key': `${input.key}-${step}` } })
  const sku = `${store.slug.slice(0, 12)}-1`.toUpperCase()
  const prices = [{ currency: store.currency as Currency, priceMinor: input.priceMinor }]
  const response = await vendor.products.$post(
    { json: { title: input.title, categoryId: input.categoryId as never, description: input.description, variants: [{ sku, prices }] } },
    headers('product'),
  )
  if (!response.ok) return { refused: response, failed: [] }
  const product = (await response.json()) as { id: `prd_${string}`; variants: { id: `var_${string}` }[] }
  const variantId = product.variants[0]?.id
  const failed: ('stock' | 'picture' | 'publish')[] = []
  if (input.stock > 0 && variantId !== undefined) {
    const json = { reference: m.store_sell_first_stock(), lines: [{ variantId, quantity: input.stock }] }
    if (!(await vendor.inventory.receipts.$post({ json }, headers('stock'))).ok) failed.push('stock')
  }
  if (picture !== null && picture.size > 0 && !(await addPicture(context, product.id, picture)).ok) failed.push('picture')
  if (!(await vendor.products[':productId'].publish.$post({ param: { productId: product.id } })).ok) failed.push('publish')
  return { refused: null, failed }
}
