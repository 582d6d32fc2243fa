import { assert } from '#worker/pure/assert.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * A card dispute: the card holder's bank takes a charge back, or asks about it first (an inquiry, `warning_…`).
 *
 * INV-DSP-1: what the ledger says was taken, given back and kept for a dispute is what the provider says.
 * INV-DSP-2: a dispute's shares sum to its amount, less what is no order's any more.
 * INV-DSP-3: a dispute that is decided stays decided, and what is booked as lost of it is what is gone for good: a loss whose
 *   money came back is won after all, one that was won and whose money was taken again is lost, and each moves money once.
 * INV-DSP-4: a dispute is answered once: with evidence, or by accepting the loss.
 */
export const PROVIDER_STATUSES = [
  'needs_response',
  'under_review',
  'won',
  'lost',
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
] as const
export type ProviderStatus = (typeof PROVIDER_STATUSES)[number]

/** Ours: `accepted` is a loss that we did not contest. */
export const DISPUTE_STATUSES = [...PROVIDER_STATUSES, 'accepted'] as const
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number]

const CLOSED: readonly DisputeStatus[] = ['won', 'lost', 'accepted', 'warning_closed']
const UNANSWERED: readonly DisputeStatus[] = ['needs_response', 'warning_needs_response']

export const isClosed = (status: DisputeStatus): boolean => CLOSED.includes(status)
export const isUnanswered = (status: DisputeStatus): boolean => UNANSWERED.includes(status)
export const isLost = (status: DisputeStatus): boolean => status === 'lost' || status === 'accepted'
/** An inquiry has taken nothing yet. */
export const isInquiry = (status: DisputeStatus): boolean => status.startsWith('warning_')
export const OPEN_STATUSES: readonly DisputeStatus[] = DISPUTE_STATUSES.filter((status) => !isClosed(status))
export const UNANSWERED_STATUSES = UNANSWERED

/**
 * What a dispute is, once the provider said what it is there: a decided one stays as it is, unless it was won and the money
 * was taken again for good, and a loss we asked for is `accepted`.
 * @param told what the provider says, and what it has taken and given back by now
 */
export function nextStatus(before: DisputeStatus | null, told: Told, answer: Answer | null): DisputeStatus {
  const isLostAgain = before === 'won' && lossOf(told) > 0
  if (before !== null && isClosed(before) && !isLostAgain) return before
  return told.status === 'lost' && answer === 'accept' ? 'accepted' : told.status
}

type Told = { status: ProviderStatus; withdrawnMinor: number; reinstatedMinor: number }

/** What is gone for good: what was taken and not given back of a dispute that is lost. Minor units. */
export const lossOf = ({ status, withdrawnMinor, reinstatedMinor }: Omit<Told, 'status'> & { status: DisputeStatus }): number =>
  isLost(status) ? Math.max(0, withdrawnMinor - reinstatedMinor) : 0

/** How we answer a dispute; decided once. */
export type Answer = 'submit' | 'accept'

/** Who pays for a lost dispute. */
export const BEARERS = ['vendor', 'platform'] as const
export type Bearer = (typeof BEARERS)[number]

/** Days before the deadline at which people are reminded, the furthest first. */
export const REMINDER_DAYS = [7, 3, 1] as const

/**
 * Which reminder is due: the closest to the deadline that has been reached and not been sent.
 * @param sentDays the last that was sent; null for none
 * @returns days of `REMINDER_DAYS`, or null if nothing is due (also past the deadline: there is nothing to be done then)
 */
export function reminderDue(dueAtMs: number, nowMs: number, sentDays: number | null): number | null {
  const leftMs = dueAtMs - nowMs
  if (leftMs <= 0) return null
  const reached = REMINDER_DAYS.filter((days) => leftMs <= days * DAY_MS).at(-1)
  return reached !== undefined && (sentDays === null || reached < sentDays) ? reached : null
}

export type RateLevel = 'fine' | 'warning' | 'critical'
export type RateThresholds = {
  warningBps: number
  criticalBps: number
  /** Fewer disputes than this are nobody's pattern, whatever their part of few orders. */
  disputesMin: number
}

/** A vendor's disputes beside its paid orders, over the same days. Amounts in minor units of one currency. */
export type RateFigures = { disputes: number; orders: number }

/** `disputes / orders` in basis points, rounded half up; all of it where there are disputes and no orders. */
export function rateBps(disputed: number, total: number): number {
  assert(disputed >= 0 && total >= 0, 'a rate is of what is there')
  if (disputed === 0) return 0
  return total === 0 ? 10_000 : Math.min(10_000, Math.floor((disputed * 10_000 * 2 + total) / (total * 2)))
}

/** How a vendor's rate stands against the thresholds. */
export function rateLevel({ disputes, orders }: RateFigures, { warningBps, criticalBps, disputesMin }: RateThresholds): RateLevel {
  if (disputes < disputesMin) return 'fine'
  const bps = rateBps(disputes, orders)
  if (bps >= criticalBps) return 'critical'
  return bps >= warningBps ? 'warning' : 'fine'
}

/** Over how long a vendor's rate is counted. */
export const RATE_DAYS = 90
