import type { ShopContext } from './context.ts'
import { findVariant, nextNumber, setAvailable } from './context.ts'
import { gid } from './world.ts'

type Item = { inventoryItemId: string; locationId: string; quantity: number; changeFromQuantity?: number | null }
type Input = { name: string; reason: string; referenceDocumentUri?: string | null; quantities: Item[] }
type Objection = { code: string; field: string[]; message: string }

/** Sets quantities, all of them or, if there is an objection to one, none. */
export function setQuantities({ input }: { input: Input }, context: ShopContext) {
  const { shop } = context
  const userErrors = input.quantities.flatMap((item, at) => objectionsTo(item, at))
  if (!['available', 'on_hand'].includes(input.name))
    userErrors.push({ code: 'INVALID_NAME', field: ['input', 'name'], message: 'The quantity name is invalid.' })
  if (userErrors.length > 0) return { inventoryAdjustmentGroup: null, userErrors }
  for (const { inventoryItemId, locationId, quantity } of input.quantities) {
    const variant = findVariant(shop, 'inventoryItemId', inventoryItemId)
    if (variant) setAvailable(context, shop, variant, quantity, input.referenceDocumentUri ?? null, locationId)
  }
  return { inventoryAdjustmentGroup: { id: gid('InventoryAdjustmentGroup', nextNumber(context)) }, userErrors: [] }

  function objectionsTo({ inventoryItemId, locationId, quantity, changeFromQuantity }: Item, at: number): Objection[] {
    const object = (code: string, member: string, message: string) => [
      { code, field: ['input', 'quantities', String(at), member], message },
    ]
    const variant = findVariant(shop, 'inventoryItemId', inventoryItemId)
    if (!variant) return object('INVALID_INVENTORY_ITEM', 'inventoryItemId', 'The specified inventory item could not be found.')
    if (!shop.locations.some(({ id }) => id === locationId))
      return object('INVALID_LOCATION', 'locationId', 'The specified location could not be found.')
    if (quantity < 0) return object('INVALID_QUANTITY_NEGATIVE', 'quantity', 'The quantity can’t be negative.')
    if (quantity > 1_000_000_000) return object('INVALID_QUANTITY_TOO_HIGH', 'quantity', 'The quantity can’t be higher than 1,000,000,000.')
    if (changeFromQuantity === undefined)
      return object('INVALID_QUANTITY_TOO_LOW', 'changeFromQuantity', 'changeFromQuantity has to be given, even if it is null.')
    if (changeFromQuantity !== null && changeFromQuantity !== (variant.available[locationId] ?? 0)) {
      return object(
        'CHANGE_FROM_QUANTITY_STALE',
        'changeFromQuantity',
        'The changeFromQuantity argument no longer matches the persisted quantity.',
      )
    }
    return []
  }
}
