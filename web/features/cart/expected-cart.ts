import type { Cart } from '#web/server/cart.ts'

/** Forms of the cart that are on their way. */
type Sent = { formData?: FormData | undefined }

/** The cart as it will be once what was sent has arrived: quantities, totals and what was taken out. Delivery stays as it was. */
export function expectedCart(cart: Cart, sent: readonly Sent[]): Cart {
  const changes = new Map<string, number>()
  for (const { formData } of sent) {
    const lineId = formData?.get('lineId')
    if (typeof lineId !== 'string') continue
    if (formData?.get('intent') === 'remove') changes.set(lineId, 0)
    if (formData?.get('intent') === 'set') changes.set(lineId, Number(formData.get('to') ?? formData.get('quantity')) || 1)
  }
  if (changes.size === 0) return cart
  const money = (amountMinor: number) => ({ amountMinor, currency: cart.currency })
  const vendors = cart.vendors.map((vendor) => {
    const lines = vendor.lines
      .map((line) => {
        const quantity = changes.get(line.id) ?? line.quantity
        return { ...line, quantity, total: money(line.unitPrice.amountMinor * quantity) }
      })
      .filter(({ quantity }) => quantity > 0)
    const subtotalMinor = lines.filter(({ isBuyable }) => isBuyable).reduce((sum, { total }) => sum + total.amountMinor, 0)
    return { ...vendor, lines, subtotal: money(subtotalMinor) }
  })
  const kept = vendors.filter(({ lines }) => lines.length > 0)
  return {
    ...cart,
    vendors: kept,
    units: kept.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: money(kept.reduce((sum, { subtotal }) => sum + subtotal.amountMinor, 0)),
  }
}
