import { type AppLoadContext, redirect } from '@remix-run/cloudflare'
import type { InferResponseType } from 'hono/client'
import type { ApiClient } from '#worker/client.ts'
import { need, problemOf } from './answer.ts'
import { redirectWith } from './flash.ts'
import { safeNext } from './session.ts'

type CartApi = ApiClient['api']['v1']['cart']
/** The cart of whoever asks; on a store's own host it is that host's. */
export type Cart = InferResponseType<CartApi['$get'], 200>
export type CartVendor = Cart['vendors'][number]
export type CartLine = CartVendor['lines'][number]

/** The cart with today's prices; with a country, what each parcel's cheapest delivery there would cost. */
export function loadCart({ api }: AppLoadContext, request: Request, country?: string): Promise<Cart> {
  return need(request, api.api.v1.cart.$get({ query: country === undefined ? {} : { country } })) as Promise<Cart>
}

/**
 * Changes the cart as a form says and leads on. `intent`: `add` (variantId, quantity, back), `set` (lineId, quantity),
 * `remove` (lineId), `clear`, `restore` (line: `variantId quantity`, as often as needed; what "Undo" posts).
 * A refusal is told on the page the form was on.
 */
export async function changeCart(context: AppLoadContext, request: Request): Promise<Response> {
  const form = await request.formData()
  const back = safeNext(textOf(form, 'back') || null, '/cart')
  switch (form.get('intent')) {
    case 'add':
      return addLine(context, form, back)
    case 'set':
      return setLine(context, form, back)
    case 'remove':
      return removeLine(context, request, form, back)
    case 'clear':
      return clearCart(context, request)
    case 'restore':
      return restoreLines(context, form)
    default:
      throw new Response(null, { status: 400 })
  }
}

async function addLine({ api }: AppLoadContext, form: FormData, back: string): Promise<Response> {
  const json = { variantId: textOf(form, 'variantId') as CartLine['variantId'], quantity: quantityOf(form.get('quantity')) }
  const key = textOf(form, 'key')
  const response = await api.api.v1.cart.lines.$post({ json }, key === '' ? {} : { headers: { 'idempotency-key': key } })
  if (!response.ok) return refusedWith(response, back)
  const cart = (await response.json()) as Cart
  const title = linesOf(cart).find(({ variantId }) => variantId === json.variantId)?.title ?? ''
  const from = back === '/cart' ? '' : `?${new URLSearchParams({ from: back })}`
  return redirectWith(`/cart${from}`, { key: 'cart_added', params: { title } })
}

async function setLine({ api }: AppLoadContext, form: FormData, back: string): Promise<Response> {
  const quantity = quantityOf(form.get('to') ?? form.get('quantity'))
  const response = await api.api.v1.cart.lines[':lineId'].$patch({ param: { lineId: lineIdOf(form) }, json: { quantity } })
  return response.ok ? redirect(back, 303) : refusedWith(response, back)
}

async function removeLine(context: AppLoadContext, request: Request, form: FormData, back: string): Promise<Response> {
  const lineId = lineIdOf(form)
  const line = linesOf(await loadCart(context, request)).find(({ id }) => id === lineId)
  const response = await context.api.api.v1.cart.lines[':lineId'].$delete({ param: { lineId } })
  // Gone already, by a second press or in another window: that is what was wanted.
  if (!response.ok && (response.status as number) !== 404) return refusedWith(response, back)
  return line === undefined
    ? redirect(back, 303)
    : redirectWith(back, { key: 'cart_removed', params: { title: line.title }, undo: restoring([line]) })
}

async function clearCart(context: AppLoadContext, request: Request): Promise<Response> {
  const lines = linesOf(await loadCart(context, request))
  const response = await context.api.api.v1.cart.$delete()
  if (!response.ok) return refusedWith(response, '/cart')
  return redirectWith('/cart', { key: 'cart_cleared', undo: restoring(lines) })
}

async function restoreLines({ api }: AppLoadContext, form: FormData): Promise<Response> {
  // One after the other: the first may have to open the cart.
  for (const text of form.getAll('line').slice(0, LINES_MAX)) {
    const [variantId = '', quantity = ''] = String(text).split(' ')
    const json = { variantId: variantId as CartLine['variantId'], quantity: quantityOf(quantity) }
    const response = await api.api.v1.cart.lines.$post({ json })
    if (!response.ok) return refusedWith(response, '/cart')
  }
  return redirect('/cart', 303)
}
/** As many lines as a cart has. */
const LINES_MAX = 100

const restoring = (lines: CartLine[]) => ({
  action: '/cart',
  fields: { intent: 'restore', line: lines.map(({ variantId, quantity }) => `${variantId} ${quantity}`) },
})

/** Why the cart did not change, told on the page the form was on. */
async function refusedWith(response: { status: number; json(): Promise<unknown> }, back: string): Promise<Response> {
  const { code } = await problemOf(response)
  return redirectWith(back, { key: REFUSALS[code] ?? 'cart_unchanged' })
}
const REFUSALS: Record<string, 'cart_gone' | 'cart_full' | 'cart_other_currency'> = {
  not_found: 'cart_gone',
  cart_full: 'cart_full',
  not_sold_in_currency: 'cart_other_currency',
}

export const linesOf = (cart: Cart): CartLine[] => cart.vendors.flatMap(({ lines }) => lines)
const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '')
const lineIdOf = (form: FormData) => textOf(form, 'lineId') as CartLine['id']
/** A number of units; what is not one is taken for one unit. */
const quantityOf = (entry: unknown): number => {
  const quantity = Math.trunc(Number(entry))
  return quantity >= 1 ? Math.min(quantity, 999) : 1
}
