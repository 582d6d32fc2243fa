import { and, eq, exists, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { commit, guard, readTogether, type Statement } from '#db/commit.ts'
import { cart, cartLine } from '#db/platform/schema/checkout.ts'
import { inbox } from '#db/platform/schema/messaging.ts'
import { listing, offer, offerPrice } from '#db/platform/schema/search.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'

export type CartRow = typeof cart.$inferSelect
/** Whose cart: an account's open one, or the guest's who holds its secret. Part of every query, so nobody reaches another's. */
export type CartKey = { accountId: Id<'account'> } | { cartId: Id<'cart'>; secretHash: string }

/** Several keys: the carts of any of them. */
const isOpen = (keys: CartKey | readonly CartKey[], nowMs: number): SQL | undefined =>
  or(...[keys].flat().map((key) => isOpenTo(key as CartKey, nowMs)))

const isOpenTo = (key: CartKey, nowMs: number): SQL | undefined =>
  and(
    'accountId' in key
      ? eq(cart.accountId, key.accountId)
      : and(eq(cart.id, key.cartId), eq(cart.secretHash, key.secretHash), isNull(cart.accountId)),
    eq(cart.status, 'open'),
    gt(cart.expiresAtMs, nowMs),
  )

/** The cart of a key; for `readTogether`. */
export const cartStatement = (db: PlatformDb, key: CartKey | readonly CartKey[], nowMs: number) =>
  db.select().from(cart).where(isOpen(key, nowMs)).limit(1)

/** The id of the cart of a key, as a subquery. */
export const idsOf = (db: PlatformDb, key: CartKey | readonly CartKey[], nowMs: number) =>
  db.select({ id: cart.id }).from(cart).where(isOpen(key, nowMs))

/** The cart's lines with today's terms of each; what is no longer sold has none. For `readTogether`. */
export function cartLinesStatement(db: PlatformDb, key: CartKey | readonly CartKey[], nowMs: number) {
  return db
    .select({
      id: cartLine.id,
      vendorId: cartLine.vendorId,
      listingId: cartLine.listingId,
      variantId: cartLine.variantId,
      quantity: cartLine.quantity,
      seenPriceMinor: cartLine.seenPriceMinor,
      seenTitle: cartLine.seenTitle,
      sku: offer.sku,
      offerTitle: offer.title,
      optionValues: offer.optionValues,
      weightG: offer.weightG,
      taxClass: offer.taxClass,
      available: offer.available,
      priceMinor: offerPrice.priceMinor,
      listingSlug: listing.slug,
      categoryPath: listing.categoryPath,
      images: listing.images,
      isVisible: listing.isVisible,
      vendorName: vendor.name,
      vendorSlug: vendor.slug,
      vendorStatus: vendor.status,
      vendorCountry: vendor.country,
      shipFrom: vendor.shipFrom,
    })
    .from(cartLine)
    .innerJoin(cart, eq(cart.id, cartLine.cartId))
    .leftJoin(offer, eq(offer.variantId, cartLine.variantId))
    .leftJoin(offerPrice, and(eq(offerPrice.variantId, cartLine.variantId), eq(offerPrice.currency, cart.currency)))
    .leftJoin(listing, eq(listing.id, cartLine.listingId))
    .leftJoin(vendor, eq(vendor.id, cartLine.vendorId))
    .where(inArray(cartLine.cartId, idsOf(db, key, nowMs)))
    .orderBy(cartLine.vendorId, cartLine.addedAtMs, cartLine.id)
}
export type CartLineRow = Awaited<ReturnType<typeof cartLinesStatement>>[number]
export type StoredCart = { cart: CartRow; lines: CartLineRow[] }

/** The cart and its lines; undefined if there is none, or it ran out. One round trip. */
export async function readCart(db: PlatformDb, key: CartKey, nowMs: number): Promise<StoredCart | undefined> {
  const [carts, lines] = await readTogether(db, [cartStatement(db, key, nowMs), cartLinesStatement(db, key, nowMs)])
  return carts[0] && { cart: carts[0], lines }
}

/** What is needed to put a variant into a cart: the offer and its prices, and what the cart already holds. One round trip. */
export async function readOffer(db: PlatformDb, variantId: Id<'variant'>, key: CartKey | null, nowMs: number) {
  const none = eq(cart.id, 'crt_')
  const [offers, prices, carts, lines] = await readTogether(db, [
    db
      .select({
        variantId: offer.variantId,
        vendorId: offer.vendorId,
        listingId: offer.listingId,
        title: offer.title,
      })
      .from(offer)
      .innerJoin(listing, and(eq(listing.id, offer.listingId), eq(listing.isVisible, true)))
      .innerJoin(vendor, and(eq(vendor.id, offer.vendorId), eq(vendor.status, 'active')))
      .where(eq(offer.variantId, variantId)),
    db
      .select({ currency: offerPrice.currency, priceMinor: offerPrice.priceMinor })
      .from(offerPrice)
      .where(eq(offerPrice.variantId, variantId)),
    db
      .select()
      .from(cart)
      .where(key ? isOpen(key, nowMs) : none)
      .limit(1),
    db
      .select({ variantId: cartLine.variantId, quantity: cartLine.quantity })
      .from(cartLine)
      .innerJoin(cart, eq(cart.id, cartLine.cartId))
      .where(key ? isOpen(key, nowMs) : none),
  ])
  return { offer: offers[0], prices, cart: carts[0], lines }
}

export type Wish = {
  /** The caller's cart, if they say they have one. */
  key: CartKey | null
  /** Opened if `key` opens none; its own key is that of the account, or of its id and secret. */
  newCart: typeof cart.$inferInsert
  lineId: Id<'cartLine'>
  variantId: Id<'variant'>
  quantity: number
  additionId: Id<'operation'>
  linesMax: number
  unitsMax: number
  expiresAtMs: number
  nowMs: number
}

/**
 * Puts units of a variant into the caller's cart, at the price and under the title it has now, opening the cart if there
 * is none, and reads the cart back: all in one round trip. The same addition adds once.
 * @throws PreconditionFailed, with nothing stored, if it cannot be added; `readOffer` says why
 */
export async function addLine(db: PlatformDb, wish: Wish): Promise<StoredCart | undefined> {
  const { newCart, lineId, variantId, quantity, additionId, linesMax, unitsMax, expiresAtMs, nowMs } = wish
  const own: CartKey = newCart.accountId == null ? { cartId: newCart.id, secretHash: newCart.secretHash } : { accountId: newCart.accountId }
  const keys = wish.key === null ? [own] : [wish.key, own]
  const target = idsOf(db, keys, nowMs)
  const isAdded = sql`exists (select 1 from inbox where consumer = 'cart.add' and message_id = ${additionId})`
  return changeAndRead(db, keys, nowMs, [
    ...('accountId' in own ? [dropExpired(db, own, nowMs)] : []),
    db.run(sql`
      insert into cart (id, account_id, secret_hash, currency, status, expires_at_ms, created_at_ms, version)
      select ${newCart.id}, ${newCart.accountId ?? null}, ${newCart.secretHash}, ${newCart.currency}, 'open', ${expiresAtMs}, ${nowMs}, 1
      where not exists ${target} on conflict (id) do nothing`),
    db.run(sql`
      insert into cart_line (id, cart_id, vendor_id, listing_id, variant_id, quantity, seen_price_minor, seen_title, added_at_ms)
      select ${lineId}, c.id, o.vendor_id, o.listing_id, o.variant_id, ${quantity}, p.price_minor, o.title, ${nowMs}
      from cart c
        join offer o on o.variant_id = ${variantId}
        join listing l on l.id = o.listing_id and l.is_visible = 1
        join vendor v on v.id = o.vendor_id and v.status = 'active'
        join offer_price p on p.variant_id = o.variant_id and p.currency = c.currency
        left join cart_line held on held.cart_id = c.id and held.variant_id = o.variant_id
      where c.id in ${target} and not ${isAdded} and coalesce(held.quantity, 0) + ${quantity} <= ${unitsMax}
        and (held.id is not null or (select count(*) from cart_line n where n.cart_id = c.id) < ${linesMax})
      on conflict (cart_id, variant_id) do update set
        quantity = quantity + excluded.quantity, seen_price_minor = excluded.seen_price_minor, seen_title = excluded.seen_title`),
    db.run(sql`insert into precondition (holds) select changes() = 1 or ${isAdded}`),
    db.insert(inbox).values({ consumer: 'cart.add', messageId: additionId, atMs: nowMs }).onConflictDoNothing(),
    touched(db, keys, nowMs, expiresAtMs),
  ])
}

export type NewLine = typeof cartLine.$inferInsert

/**
 * Adds units of a variant, opening the cart if it is new, and reads the whole cart back: one round trip.
 * Units add to what is there, up to `unitsMax`; the same addition adds once. @throws UniqueViolation if the account got another open cart meanwhile
 */
export async function storeLine(
  db: PlatformDb,
  key: CartKey,
  input: {
    newCart: typeof cart.$inferInsert | null
    line: NewLine
    additionId: Id<'operation'>
    unitsMax: number
    expiresAtMs: number
    nowMs: number
  },
): Promise<StoredCart | undefined> {
  const { newCart, line, additionId, unitsMax, expiresAtMs, nowMs } = input
  const opening: Statement[] = newCart
    ? [dropExpired(db, key, nowMs), db.insert(cart).values(newCart).onConflictDoNothing({ target: cart.id })]
    : []
  // What was added is told from what is there by the row of this addition: a repeat changes nothing.
  const adding: Statement[] = [
    db.insert(inbox).values({ consumer: 'cart.add', messageId: additionId, atMs: nowMs }).onConflictDoNothing(),
    db.run(sql`
      insert into ${cartLine} (id, cart_id, vendor_id, listing_id, variant_id, quantity, seen_price_minor, seen_title, added_at_ms)
      select ${line.id}, ${line.cartId}, ${line.vendorId}, ${line.listingId}, ${line.variantId}, ${line.quantity}, ${line.seenPriceMinor},
        ${line.seenTitle}, ${line.addedAtMs}
      where changes() = 1
      on conflict (cart_id, variant_id) do update set
        quantity = min(${unitsMax}, quantity + excluded.quantity),
        seen_price_minor = excluded.seen_price_minor,
        seen_title = excluded.seen_title`),
    touched(db, key, nowMs, expiresAtMs),
  ]
  return changeAndRead(db, key, nowMs, [...opening, ...adding])
}

/** An account's cart that ran out makes room for its next one. */
const dropExpired = (db: PlatformDb, key: CartKey, nowMs: number): Statement =>
  db
    .update(cart)
    .set({ status: 'merged' })
    .where(
      and(
        'accountId' in key ? eq(cart.accountId, key.accountId) : eq(cart.id, key.cartId),
        eq(cart.status, 'open'),
        lte(cart.expiresAtMs, nowMs),
      ),
    )

const touched = (db: PlatformDb, key: CartKey | readonly CartKey[], nowMs: number, expiresAtMs: number): Statement =>
  db
    .update(cart)
    .set({ expiresAtMs, version: sql`${cart.version} + 1` })
    .where(isOpen(key, nowMs))

async function changeAndRead(
  db: PlatformDb,
  key: CartKey | readonly CartKey[],
  nowMs: number,
  changes: Statement[],
): Promise<StoredCart | undefined> {
  const results = await commit(db, [...changes, cartStatement(db, key, nowMs), cartLinesStatement(db, key, nowMs)])
  const [carts, lines] = results.slice(-2) as [CartRow[], CartLineRow[]]
  return carts[0] && { cart: carts[0], lines }
}

const ofCart = (db: PlatformDb, key: CartKey, nowMs: number) => inArray(cartLine.cartId, idsOf(db, key, nowMs))

/**
 * Sets a line's quantity and takes over today's price and title as seen. Safe to repeat.
 * @throws PreconditionFailed if the line is not in this cart
 */
export async function setLineQuantity(
  db: PlatformDb,
  key: CartKey,
  change: { lineId: Id<'cartLine'>; quantity: number; expiresAtMs: number; nowMs: number },
): Promise<StoredCart | undefined> {
  const { lineId, quantity, expiresAtMs, nowMs } = change
  const price = sql`(select ${offerPrice.priceMinor} from ${offerPrice} join ${cart} on ${cart.id} = ${cartLine.cartId} where ${offerPrice.variantId} = ${cartLine.variantId} and ${offerPrice.currency} = ${cart.currency})`
  return changeAndRead(db, key, nowMs, [
    db
      .update(cartLine)
      .set({ quantity, seenPriceMinor: sql`coalesce(${price}, ${cartLine.seenPriceMinor})` })
      .where(and(eq(cartLine.id, lineId), ofCart(db, key, nowMs))),
    guard(db),
    touched(db, key, nowMs, expiresAtMs),
  ])
}

/** Takes lines out: one, or all. @throws PreconditionFailed if the one is not in this cart */
export async function removeLines(
  db: PlatformDb,
  key: CartKey,
  change: { lineId: Id<'cartLine'> | null; expiresAtMs: number; nowMs: number },
): Promise<StoredCart | undefined> {
  const { lineId, expiresAtMs, nowMs } = change
  return changeAndRead(db, key, nowMs, [
    db.delete(cartLine).where(and(lineId ? eq(cartLine.id, lineId) : undefined, ofCart(db, key, nowMs))),
    ...(lineId ? [guard(db)] : []),
    touched(db, key, nowMs, expiresAtMs),
  ])
}

/** Makes an open cart last longer. Safe to repeat. */
export async function extendCart(db: PlatformDb, key: CartKey, expiresAtMs: number, nowMs: number): Promise<void> {
  await db.update(cart).set({ expiresAtMs }).where(isOpen(key, nowMs))
}

export type GuestKey = Extract<CartKey, { cartId: Id<'cart'> }>

/**
 * Makes a guest's cart the account's: it becomes the account's cart if that has none, else its lines move over, units of
 * the same variant are added up to `unitsMax`, and lines beyond `linesMax` fall away, newest first. Safe to repeat: a
 * cart that was merged before is left alone.
 */
export async function mergeCart(
  db: PlatformDb,
  guest: GuestKey,
  accountId: Id<'account'>,
  caps: { unitsMax: number; linesMax: number; nowMs: number },
): Promise<void> {
  const { unitsMax, linesMax, nowMs } = caps
  const account: CartKey = { accountId }
  const target = sql`(select id from cart where account_id = ${accountId} and status = 'open')`
  const source = sql`(select id from cart where id = ${guest.cartId} and secret_hash = ${guest.secretHash} and account_id is null and status = 'open')`
  await commit(db, [
    dropExpired(db, account, nowMs),
    db
      .update(cart)
      .set({ accountId })
      .where(and(isOpen(guest, nowMs), sql`${target} is null`)),
    db.run(sql`
      update cart_line set quantity = min(${unitsMax}, quantity + (select g.quantity from cart_line g where g.cart_id = ${source} and g.variant_id = cart_line.variant_id))
      where cart_id = ${target} and variant_id in (select variant_id from cart_line where cart_id = ${source})`),
    db.run(
      sql`delete from cart_line where cart_id = ${source} and variant_id in (select variant_id from cart_line where cart_id = ${target})`,
    ),
    // A price in the guest's currency says nothing in the account's: what is shown from now on is what was "seen".
    db.run(sql`
      update cart_line set cart_id = ${target}, seen_price_minor = coalesce((
        select p.price_minor from offer_price p join cart a on a.id = ${target} join cart g on g.id = cart_line.cart_id
        where p.variant_id = cart_line.variant_id and p.currency = a.currency and a.currency <> g.currency), seen_price_minor)
      where cart_id = ${source}`),
    db.run(sql`
      delete from cart_line where cart_id = ${target} and id not in (
        select id from cart_line where cart_id = ${target} order by added_at_ms, id limit ${linesMax})`),
    db
      .update(cart)
      .set({ status: 'merged', version: sql`${cart.version} + 1` })
      .where(and(isOpen(guest, nowMs), exists(db.select({ id: sql`1` }).from(sql`(select 1) one`).where(sql`${target} is not null`)))),
    db
      .update(cart)
      .set({ version: sql`${cart.version} + 1` })
      .where(isOpen(account, nowMs)),
  ])
}

/** Deletes carts that ran out or were merged, with their lines; carts that became orders stay. Bounded. */
export async function purgeCarts(db: PlatformDb, nowMs: number, limit: number): Promise<void> {
  const gone = sql`(select id from cart where status <> 'ordered' and expires_at_ms <= ${nowMs} order by expires_at_ms limit ${limit})`
  await commit(db, [db.run(sql`delete from cart_line where cart_id in ${gone}`), db.run(sql`delete from cart where id in ${gone}`)])
}
