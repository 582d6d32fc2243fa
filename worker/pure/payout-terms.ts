import type { Currency } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** How often a vendor is paid. `manual`: only when somebody starts a run. */
export const INTERVALS = ['daily', 'weekly', 'monthly', 'manual'] as const
export type Interval = (typeof INTERVALS)[number]

/** Why a vendor's money is kept back. `risk` stops all its payouts and moves nothing; the others take an amount aside. */
export const HOLD_KINDS = ['reserve', 'risk', 'dispute', 'manual'] as const
export type HoldKind = (typeof HOLD_KINDS)[number]

/** When a vendor is paid and what is kept back until then, with nothing left open. */
export type PayoutTerms = {
  interval: Interval
  /** ISO: 1 = Monday … 7 = Sunday; only of `weekly`. */
  weekday: number
  /** 1 … 31; in a shorter month its last day; only of `monthly`. */
  monthDay: number
  holdFrom: 'shipped' | 'delivered'
  holdMs: number
  /** Only of `delivered`: this long after shipping an earning is released though nobody told of a delivery. */
  latestMs: number
  reserveBps: number
  reserveDays: number
  minimums: Partial<Record<Currency, number>>
}

/** Terms as they are stored: NULL = as it is for everybody. */
export type StoredTerms = {
  interval: Interval | null
  weekday: number | null
  monthDay: number | null
  holdFrom: 'shipped' | 'delivered' | null
  holdDays: number | null
  latestDays: number | null
  reserveBps: number | null
  reserveDays: number | null
  minimums: Partial<Record<Currency, number>> | null
}

/** Used where nobody has said anything yet. A run pays everybody then, and the clock makes none. */
const LATEST_DAYS = 30
const RESERVE_DAYS = 90

/**
 * The terms that hold for a vendor: its own, else the platform's, else what is built in.
 * @param fallbackHoldMs how long after shipping an earning is held if nobody has set it (`PAYOUT_HOLD_MS`)
 */
export function termsOf(platform: StoredTerms | undefined, vendor: StoredTerms | undefined, fallbackHoldMs: number): PayoutTerms {
  const of = <K extends keyof StoredTerms>(key: K) => vendor?.[key] ?? platform?.[key] ?? null
  const holdDays = of('holdDays')
  return {
    interval: of('interval') ?? 'manual',
    weekday: of('weekday') ?? 1,
    monthDay: of('monthDay') ?? 1,
    holdFrom: of('holdFrom') ?? 'shipped',
    holdMs: holdDays === null ? fallbackHoldMs : holdDays * DAY_MS,
    latestMs: (of('latestDays') ?? LATEST_DAYS) * DAY_MS,
    reserveBps: of('reserveBps') ?? 0,
    reserveDays: of('reserveDays') ?? RESERVE_DAYS,
    minimums: { ...platform?.minimums, ...vendor?.minimums },
  }
}

/**
 * When an earning may be paid out: the hold after shipping, or after the delivery; of a parcel whose delivery nobody has
 * told by the latest day, that day.
 */
export function maturesAt(
  { holdFrom, holdMs, latestMs }: Pick<PayoutTerms, 'holdFrom' | 'holdMs' | 'latestMs'>,
  { shippedAtMs, deliveredAtMs }: { shippedAtMs: number; deliveredAtMs: number | null },
): number {
  if (holdFrom === 'shipped') return shippedAtMs + holdMs
  const latestAtMs = shippedAtMs + latestMs
  return deliveredAtMs === null || deliveredAtMs > latestAtMs ? latestAtMs : deliveredAtMs + holdMs
}

/** The part of a release that is kept as a reserve; rounded down, so that what is kept is never more than the rate. */
export function reservePart(releasedMinor: number, reserveBps: number): number {
  return Number((BigInt(releasedMinor) * BigInt(reserveBps)) / 10_000n)
}
