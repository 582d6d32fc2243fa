import * as v from 'valibot'
import { m } from '#messages'
import { readPercent } from '#web/features/commission/amounts.ts'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { entry } from '#web/ui/entry.ts'
import type { ChannelSettings } from '#worker/pure/channel.ts'
import type { Currency } from '#worker/pure/money.ts'

const UNITS_MAX = 100_000
const ROUNDINGS = ['none', 'up_99', 'up_whole'] as const

/** A number of units; an empty entry is null. */
const units = v.pipe(
  entry(),
  v.check(
    (text) => /^\d{0,6}$/.test(text) && Number(text) <= UNITS_MAX,
    () => m.channels_units_wrong(),
  ),
  v.transform((text) => (text === '' ? null : Number(text))),
)

/** Per cent with its sign, e.g. `-12,5`, as basis points; null if it is none. */
export function readSignedPercent(text: string): number | null {
  const [, sign, rest = ''] = /^([+\-−]?)\s*(.+)$/.exec(text.trim()) ?? []
  if (sign === undefined) return 0
  const bps = readPercent(rest.replace(/\s*%$/, ''))
  return bps === null ? null : sign === '-' || sign === '−' ? 0 - bps : bps
}

/** An amount that may be below nothing, minor units; null if it is none. */
function readSignedPrice(text: string, currency: Currency): number | null {
  const [, sign, rest = ''] = /^([+\-−]?)\s*(.+)$/.exec(text.trim()) ?? []
  if (sign === undefined) return 0
  const minor = parsePrice(rest, currency)
  return minor === null ? null : sign === '-' || sign === '−' ? 0 - minor : minor
}

/** What a vendor decides about a connection, as typed. @param currency what the store's prices are in */
export const settingsForm = (currency: Currency) =>
  v.object({
    intent: v.literal('settings'),
    buffer: v.pipe(
      units,
      v.transform((count) => count ?? 0),
    ),
    quantityMax: units,
    isStockPushed: v.optional(v.boolean(), false),
    isPricePushed: v.optional(v.boolean(), false),
    margin: v.pipe(
      entry(),
      v.check(
        (text) => readSignedPercent(text) !== null,
        () => m.channels_margin_wrong(),
      ),
    ),
    plus: v.pipe(
      entry(),
      v.check(
        (text) => readSignedPrice(text, currency) !== null,
        () => m.channels_amount_wrong(),
      ),
    ),
    floor: v.pipe(
      entry(),
      v.check(
        (text) => text === '' || parsePrice(text, currency) !== null,
        () => m.channels_amount_wrong(),
      ),
    ),
    rounding: v.optional(v.picklist(ROUNDINGS), 'none'),
    onShortage: v.optional(v.picklist(['cancel', 'park']), 'cancel'),
    choice: v.optional(v.string()),
    chosen: v.optional(v.string()),
  })
export type SettingsEntry = v.InferOutput<ReturnType<typeof settingsForm>>

/** The settings an entry stands for. */
export function settingsOf(typed: SettingsEntry, currency: Currency): ChannelSettings {
  const { buffer, quantityMax, isStockPushed, isPricePushed, margin, plus, floor, rounding, onShortage } = typed
  return {
    buffer,
    quantityMax,
    isStockPushed,
    isPricePushed,
    priceRule: {
      marginBps: readSignedPercent(margin) ?? 0,
      plusMinor: readSignedPrice(plus, currency) ?? 0,
      floorMinor: floor === '' ? null : parsePrice(floor, currency),
      rounding,
    },
    onShortage,
  }
}

/** Shopify's shop: its name, however it was typed: alone, before `.myshopify.com`, or copied from the address of its admin. */
export const ShopForm = v.object({
  shop: v.pipe(
    entry(),
    v.toLowerCase(),
    v.transform((text) =>
      text
        .replace(/^https?:\/\//, '')
        .replace(/^admin\.shopify\.com\/store\//, '')
        .replace(/(?:\.myshopify\.com)?(?:\/.*)?$/, ''),
    ),
    v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/, () => m.channels_shop_wrong()),
  ),
})

/** What a listing says in place of what the connection's settings and the product would. */
export const overridesForm = (currency: Currency) =>
  v.object({
    intent: v.literal('overrides'),
    version: v.pipe(v.string(), v.digits()),
    title: v.pipe(
      entry(),
      v.maxLength(200, () => m.account_too_long({ max: 200 })),
    ),
    description: v.pipe(
      entry(),
      v.maxLength(5000, () => m.account_too_long({ max: 5000 })),
    ),
    price: v.pipe(
      entry(),
      v.check(
        (text) => text === '' || parsePrice(text, currency) !== null,
        () => m.channels_amount_wrong(),
      ),
      v.transform((text) => (text === '' ? null : parsePrice(text, currency))),
    ),
    buffer: units,
    quantityMax: units,
  })
