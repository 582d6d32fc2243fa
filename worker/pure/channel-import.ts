import type { ParkedReason } from '#worker/pure/channel.ts'
import type { ChannelOrder, ChannelOrderLine } from '#worker/pure/channel-order.ts'
import type { Id } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { type OrderStatus, TRANSITIONS } from '#worker/pure/order.ts'

/** What became of a channel's order here so far; see `db/vendor/schema/channels.ts`. */
export const CHANNEL_ORDER_STATUSES = ['received', 'held', 'imported', 'parked', 'refused', 'ignored', 'unreadable'] as const
export type ChannelOrderStatus = (typeof CHANNEL_ORDER_STATUSES)[number]

/** What we have of an order when news of it comes. */
export type Known = {
  row: ChannelOrderStatus
  /** Where our order is; null if there is none. */
  order: OrderStatus | null
  /** It was the channel that cancelled ours. */
  isCancelledByChannel: boolean
  /** Placed after the store connected: what was shipped since then came out of this stock. */
  isSinceConnected: boolean
  /** SKUs no variant is known for. */
  unmapped: readonly string[]
}

/**
 * `take`: its stock is allocated, and then it is held, parked or stored as an order, which is moved on as `moves` says.
 * `release`: whatever it has of the stock is given back, and it is none of our business any more.
 * `late_cancel`: the channel cancels what has left; `goes_on`: it goes on with what is cancelled here. People have to talk.
 */
export type ImportStep =
  | { kind: 'keep' }
  | { kind: 'ignore'; why: 'channel_ships' | 'over_before' | 'test_order' }
  | { kind: 'park'; reason: ParkedReason }
  | { kind: 'take'; to: 'held' | 'no_address' }
  | { kind: 'take'; to: 'order'; moves: FollowAction[] }
  | { kind: 'release' }
  | { kind: 'follow'; moves: FollowAction[] }
  | { kind: 'late_cancel' }
  | { kind: 'goes_on' }
export type FollowAction = 'ship' | 'deliver' | 'cancel'

const KEEP: ImportStep = { kind: 'keep' }

/**
 * What an order of a channel, as last read, means for what we have of it (INV-CHN-2, INV-CHN-3). News that changes nothing
 * gives `keep`, so the same document twice does the same.
 */
export function planImport(document: ChannelOrder, known: Known): ImportStep {
  const isCancelled = document.status === 'cancelled' || wantedLines(document).length === 0
  const isOver = document.status === 'shipped' || document.status === 'delivered'
  if (document.isTest && known.order === null) return { kind: 'ignore', why: 'test_order' }
  if (known.order !== null) return followOrder(document.status, isCancelled, { ...known, order: known.order })
  // It left in spite of it, out of this stock.
  if (known.row === 'refused' && (isCancelled || !isOver)) return KEEP
  if (isCancelled) return { kind: 'release' }
  if (document.fulfilledBy === 'channel') return { kind: 'ignore', why: 'channel_ships' }
  if (document.status === 'unknown') return { kind: 'park', reason: 'unknown_status' }
  if (isOver && !known.isSinceConnected && known.row !== 'held') return { kind: 'ignore', why: 'over_before' }
  if (!isCurrency(document.currency)) return { kind: 'park', reason: 'unsupported_currency' }
  if (known.unmapped.length > 0) return { kind: 'park', reason: 'unmapped_sku' }
  if (document.status === 'pending') return { kind: 'take', to: 'held' }
  if (document.shipTo === null && !isOver) return { kind: 'take', to: 'no_address' }
  return { kind: 'take', to: 'order', moves: actionsTo(document.status, 'placed') }
}

type Ours = Pick<Known, 'isCancelledByChannel'> & { order: OrderStatus }

function followOrder(status: ChannelOrder['status'], isCancelled: boolean, { order, isCancelledByChannel }: Ours): ImportStep {
  if (isCancelled) {
    if (order === 'cancelled') return KEEP
    return isOneOf(TRANSITIONS.cancel.from, order) ? { kind: 'follow', moves: ['cancel'] } : { kind: 'late_cancel' }
  }
  // What the store cancelled is open there until the channel was told.
  const isGoingOn = status === 'shipped' || status === 'delivered' || (isCancelledByChannel && status !== 'unknown')
  if (order === 'cancelled' && isGoingOn) return { kind: 'goes_on' }
  const moves = actionsTo(status, order)
  return moves.length === 0 ? KEEP : { kind: 'follow', moves }
}

/** What brings an order of ours to where the channel has it. Never back, and never on from what is cancelled. */
function actionsTo(status: ChannelOrder['status'], order: OrderStatus): FollowAction[] {
  const isShipped = status === 'shipped' || status === 'delivered'
  return [
    ...(isShipped && isOneOf(TRANSITIONS.ship.from, order) ? (['ship'] as const) : []),
    ...(status === 'delivered' && order !== 'delivered' && order !== 'cancelled' ? (['deliver'] as const) : []),
  ]
}

const isOneOf = (statuses: readonly OrderStatus[], status: OrderStatus): boolean => statuses.includes(status)

/** The lines of which something is still wanted. */
export const wantedLines = ({ lines }: Pick<ChannelOrder, 'lines'>): ChannelOrderLine[] => lines.filter(({ quantity }) => quantity > 0)

/** A listing as a line may name it, and the variant it stands for. */
export type KnownListing = { id: Id<'channelListing'>; externalId: string; externalSku: string | null; variantId: Id<'variant'> | null }
export type KnownVariant = { id: Id<'variant'>; productId: Id<'product'>; sku: string; title: string }
export type MappedLine = { line: ChannelOrderLine; variant: KnownVariant }

/**
 * Which variant each line is of: by the listing it names, else by a listing of its SKU, else by our own SKU if no listing
 * says otherwise. A variant that was removed is not among `variants`, so what is listed from it counts as unmapped.
 * @returns `unmapped`: SKUs (or, where there is none, listing ids or titles), each once; `found`: listings that our SKU
 *   was found for and that should remember it
 */
export function mapLines(
  lines: readonly ChannelOrderLine[],
  listings: readonly KnownListing[],
  variants: readonly KnownVariant[],
): { mapped: MappedLine[]; unmapped: string[]; found: { listingId: Id<'channelListing'>; variantId: Id<'variant'> }[] } {
  const byId = new Map(variants.map((variant) => [variant.id, variant]))
  const bySku = new Map(variants.map((variant) => [variant.sku, variant]))
  const unmapped = new Set<string>()
  const found = new Map<Id<'channelListing'>, Id<'variant'>>()
  const mapped: MappedLine[] = []
  for (const line of lines) {
    const named = listings.filter(({ externalId }) => externalId === line.listingExternalId)
    const alike = listings.filter(({ externalSku }) => line.sku !== null && externalSku === line.sku)
    const told = [...named, ...alike].find(({ variantId }) => variantId !== null)
    const variant = told?.variantId ? byId.get(told.variantId) : line.sku === null ? undefined : bySku.get(line.sku)
    if (!variant) {
      unmapped.add(nameOfLine(line))
      continue
    }
    mapped.push({ line, variant })
    if (!told) for (const { id } of named.length > 0 ? named : alike) found.set(id, variant.id)
  }
  return { mapped, unmapped: [...unmapped], found: [...found].map(([listingId, variantId]) => ({ listingId, variantId })) }
}

/** What a line is called where it has to be told from others: its SKU if it has one. */
export const nameOfLine = ({ sku, listingExternalId, title }: ChannelOrderLine): string => sku ?? listingExternalId ?? title

/**
 * The amounts our order has (INV-ORD-1), from the channel's own. The total is made of its parts, never believed; what
 * is discounted is off the items.
 */
export function figuresOf({ itemsMinor, shippingMinor, taxMinor, taxAddedMinor, discountMinor }: ChannelOrder) {
  return {
    itemsMinor,
    shippingMinor,
    taxMinor,
    taxAddedMinor,
    totalMinor: Math.max(0, itemsMinor - discountMinor) + shippingMinor + taxAddedMinor,
  }
}

/** The rate a line's tax comes to, bps; 0 for a line that costs nothing. */
export const taxRateOf = ({ taxMinor, totalMinor, discountMinor }: ChannelOrderLine): number => {
  const taxedMinor = totalMinor - discountMinor
  return taxedMinor <= 0 ? 0 : Math.round((taxMinor * 10_000) / taxedMinor)
}

/** What a line of ours says, from the channel's own. */
export const statedOf = (line: ChannelOrderLine) => ({
  quantity: line.quantity,
  unitPriceMinor: line.unitPriceMinor,
  totalMinor: line.totalMinor,
  taxMinor: line.taxMinor,
  taxRateBps: taxRateOf(line),
})
export type StatedLine = { id: Id<'orderLine'> } & ReturnType<typeof statedOf>

/** A line of ours as its channel wants it now; `id` is null for one that was added there. */
export type OrderLineChange = { id: Id<'orderLine'> | null; variantId: Id<'variant'>; sku: string; from: number; to: ChannelOrderLine }
type OurLine = { id: Id<'orderLine'>; variantId: Id<'variant'>; sku: string; quantity: number }

/**
 * Where a channel wants something else than an order of ours has.
 * @param theirs its lines, by the ids ours have
 * @returns `unknown`: lines that were added there and stand for nothing we know, by what they are called
 */
export function changesOf(ours: readonly OurLine[], theirs: ReadonlyMap<Id<'orderLine'>, ChannelOrderLine>, mapped: readonly MappedLine[]) {
  const changes: OrderLineChange[] = ours.flatMap(({ quantity: from, id, ...line }) => {
    const to = theirs.get(id)
    return to && to.quantity !== from ? [{ ...pick(line), id, from, to }] : []
  })
  const known = new Set(ours.map(({ id }) => id))
  const unknown: string[] = []
  for (const [id, to] of theirs) {
    if (known.has(id) || to.quantity === 0) continue
    const variant = mapped.find(({ line }) => line === to)?.variant
    if (variant) changes.push({ id: null, variantId: variant.id, sku: variant.sku, from: 0, to })
    else unknown.push(nameOfLine(to))
  }
  const isMore = ({ from, to }: OrderLineChange) => to.quantity > from
  return { fewer: changes.filter((change) => !isMore(change)), more: changes.filter(isMore), unknown }
}
const pick = ({ variantId, sku }: Pick<OurLine, 'variantId' | 'sku'>) => ({ variantId, sku })

/** The lines of ours whose quantity, price or amounts are others at the channel: all of them, or only those among `follows`. */
export function restatedLines(
  ours: readonly StatedLine[],
  theirs: ReadonlyMap<Id<'orderLine'>, ChannelOrderLine>,
  follows: readonly OrderLineChange[] | null,
): StatedLine[] {
  return ours.flatMap((line) => {
    const to = theirs.get(line.id)
    if (!to || (follows !== null && !follows.some(({ id }) => id === line.id))) return []
    const stated = { id: line.id, ...statedOf(to) }
    const isSame = Object.entries(stated).every(([name, value]) => line[name as keyof StatedLine] === value)
    return isSame ? [] : [stated]
  })
}

/** The units an order is of once these changes have been made, per variant; none of what is not wanted any more. */
export function unitsAfter(
  ours: readonly Pick<OurLine, 'variantId' | 'quantity'>[],
  changes: readonly OrderLineChange[] = [],
): { variantId: Id<'variant'>; quantity: number }[] {
  const units = new Map<Id<'variant'>, number>()
  const add = (variantId: Id<'variant'>, quantity: number) => units.set(variantId, (units.get(variantId) ?? 0) + quantity)
  for (const { variantId, quantity } of ours) add(variantId, quantity)
  for (const { variantId, from, to } of changes) add(variantId, to.quantity - from)
  return [...units].flatMap(([variantId, quantity]) => (quantity > 0 ? [{ variantId, quantity }] : []))
}

/** The channel's word for why, from what the store wrote. */
export function cancelReasonOf(words: string): 'out_of_stock' | 'customer_request' | 'cannot_ship' | 'pricing_error' {
  const text = words.toLowerCase()
  if (/(out of|no|not in|short of) stock|sold out|damaged|broken|lost|missing/.test(text)) return 'out_of_stock'
  if (/buyer|customer|asked|changed (his|her|their) mind|request/.test(text)) return 'customer_request'
  if (/price|pricing/.test(text)) return 'pricing_error'
  return 'cannot_ship'
}
