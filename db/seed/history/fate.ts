import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'
import type { Chance } from '../chance.ts'

/** What became of an order of the past. */
export type Fate =
  | { status: 'cancelled'; cancelledAtMs: number; by: 'buyer' | 'vendor'; reason: string }
  | {
      status: 'shipped' | 'delivered'
      packedAtMs: number
      shippedAtMs: number
      deliveredAtMs: number | null
      carrier: string
      trackingNumber: string
    }

/** How long an earning is held after shipping, in this past. */
export const HOLD_MS = 7 * DAY_MS

const CARRIERS = [
  ['USPS', '94001118992'],
  ['UPS', '1Z84E7F90'],
  ['FedEx', '61299998'],
  ['DHL', '00340434'],
] as const
const PAGES: Readonly<Record<string, string>> = {
  USPS: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  UPS: 'https://www.ups.com/track?tracknum=',
  FedEx: 'https://www.fedex.com/fedextrack/?trknbr=',
  DHL: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=',
}
const BUYER_REASONS = ['Ordered by mistake', 'Found the right size elsewhere', 'Changed my mind']
const VENDOR_REASONS = ['Damaged in our warehouse', 'The glaze did not pass our check', 'Address could not be confirmed']

export const trackingUrlOf = (carrier: string, trackingNumber: string): string | null =>
  PAGES[carrier] === undefined ? null : PAGES[carrier] + trackingNumber

/** One in sixteen is called off; the others ship within two days and arrive within six more, if it is that late already. */
export function fateOf(chance: Chance, placedAtMs: number, nowMs: number): Fate {
  if (chance.percent(6)) {
    const by = chance.percent(65) ? 'buyer' : 'vendor'
    const cancelledAtMs = Math.min(placedAtMs + chance.int(HOUR_MS, 20 * HOUR_MS), nowMs - 1)
    return { status: 'cancelled', cancelledAtMs, by, reason: chance.pick(by === 'buyer' ? BUYER_REASONS : VENDOR_REASONS) }
  }
  const shippedAtMs = Math.min(placedAtMs + chance.int(5 * HOUR_MS, 44 * HOUR_MS), nowMs - chance.int(1, HOUR_MS))
  const packedAtMs = Math.floor(placedAtMs + (shippedAtMs - placedAtMs) * 0.8)
  const arrivesAtMs = shippedAtMs + chance.int(36 * HOUR_MS, 150 * HOUR_MS)
  const isThere = arrivesAtMs < nowMs
  const [carrier, prefix] = chance.pick(CARRIERS)
  const trackingNumber = `${prefix}${chance.int(10_000_000, 99_999_999)}`
  return {
    status: isThere ? 'delivered' : 'shipped',
    packedAtMs,
    shippedAtMs,
    deliveredAtMs: isThere ? arrivesAtMs : null,
    carrier,
    trackingNumber,
  }
}
