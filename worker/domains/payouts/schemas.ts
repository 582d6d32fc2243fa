import { z } from '@hono/zod-openapi'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { HOLD_KINDS, INTERVALS } from '#worker/pure/payout-terms.ts'
import { SKIPS } from './judge-payee.ts'
import { PERIOD } from './payout.ts'

const idOf = <K extends IdKind>(kind: K, example: string) =>
  z
    .custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of a ${kind}.`)
    .openapi({ type: 'string', example: `${example}_01JD0000000000000000000000` })

export const currency = z.enum(CURRENCIES)
export const vendorId = idOf('vendor', 'ven')
export const payoutId = idOf('payout', 'pyt')
export const runId = idOf('payoutRun', 'prn')
export const holdId = idOf('payoutHold', 'pho')
export const period = z
  .string()
  .regex(PERIOD, 'A day, `2026-11-21`, or a further run of it, `2026-11-21.2`.')
  .openapi({ example: '2026-11-21' })
export const payoutStatus = z.enum(['pending', 'paid', 'failed'])
/** Where the next page begins, as the page before said. */
export const cursor = z.coerce.number().int().positive().optional()
/** Of lists by vendor and currency: the last row seen. */
export const rowCursor = z.string().max(80).default('')
export const limit = z.coerce.number().int().min(1).max(100).default(50)
export const interval = z.enum(INTERVALS)
export const reason = z.string().trim().min(3).max(500)
const minor = z.number().int()
const minors = z.partialRecord(currency, z.number().int().min(0).max(1_000_000_000_000))
const when = z.string().nullable()

export const Payout = z
  .object({
    id: z.string(),
    vendorId,
    currency,
    period: z.string(),
    amountMinor: minor,
    status: payoutStatus,
    providerRef: z.string().nullable(),
    failure: z.string().nullable(),
    attempts: z.number().int(),
    createdAt: z.string(),
  })
  .openapi('Payout')
export const PayoutPage = z.object({ items: z.array(Payout), nextCursor: z.string().nullable() })

export const PayoutBreakdown = Payout.extend({
  openingMinor: minor.openapi({ description: 'What the payout before left.' }),
  closingMinor: minor.openapi({ description: 'What this one left: opening + entries - amount.' }),
  isComplete: z.boolean().openapi({ description: 'False if there are more entries than are shown.' }),
  entries: z.array(
    z.object({ id: z.string(), code: z.string(), causeId: z.string(), amountMinor: minor, orderNumber: minor.nullable(), at: z.string() }),
  ),
  reversals: z.array(
    z.object({
      id: z.string(),
      amountMinor: minor,
      reason: z.string(),
      status: z.enum(['pending', 'done', 'failed']),
      failure: z.string().nullable(),
      at: z.string(),
    }),
  ),
}).openapi('PayoutBreakdown')

const runStatus = z.enum(['drafting', 'draft', 'approved', 'executing', 'done', 'discarded'])
export const Run = z
  .object({
    id: z.string(),
    kind: z.enum(['manual', 'scheduled']),
    period: z.string(),
    currency: currency.nullable(),
    status: runStatus,
    needsApproval: z.boolean().openapi({ description: 'It sends more than one person may decide alone.' }),
    isAtOnce: z
      .boolean()
      .openapi({ description: 'It was to be sent as soon as it was drafted. As a draft it did not come to what was expected.' }),
    createdBy: z.string(),
    createdAt: z.string(),
    approvedBy: z.string().nullable(),
    approvedAt: when,
    doneAt: when,
  })
  .openapi('PayoutRunState')
export const RunPage = z.object({
  items: z.array(Run.extend({ totals: z.array(z.object({ currency, payouts: minor, amountMinor: minor, failed: minor })) })),
  nextCursor: z.string().nullable(),
})
export const WholeRun = Run.extend({
  totals: z.array(z.object({ currency, items: minor, payouts: minor, amountMinor: minor, sent: minor, sentMinor: minor, open: minor })),
  pending: minor,
  paid: minor,
  failed: minor,
}).openapi('WholePayoutRun')
export const RunItems = z
  .object({
    items: z.array(
      z.object({
        vendorId,
        name: z.string(),
        currency,
        payableMinor: minor,
        amountMinor: minor.openapi({ description: 'What the preview said would be sent.' }),
        skip: z.enum(SKIPS).nullable().openapi({ description: 'Why the preview said nothing would be.' }),
        outcome: z.enum(['sent', 'changed', 'skipped']).nullable().openapi({ description: 'Null until the run has come to it.' }),
        sentMinor: minor.nullable(),
        outcomeSkip: z.enum(SKIPS).nullable(),
        payoutId: z.string().nullable(),
        payoutStatus: payoutStatus.nullable(),
        failure: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('PayoutRunItems')
export const statuses = runStatus

const terms = {
  interval: interval.nullable(),
  weekday: z.number().int().min(1).max(7).nullable().openapi({ description: '1 = Monday … 7 = Sunday.' }),
  monthDay: z.number().int().min(1).max(31).nullable().openapi({ description: 'In a shorter month its last day.' }),
  holdFrom: z.enum(['shipped', 'delivered']).nullable(),
  holdDays: z.number().int().min(0).max(365).nullable(),
  latestDays: z.number().int().min(0).max(365).nullable(),
  reserveBps: z.number().int().min(0).max(10_000).nullable(),
  reserveDays: z.number().int().min(0).max(730).nullable(),
  minimums: minors.nullable(),
}
export const Terms = z
  .object({
    owner: z.string(),
    own: z.object(terms),
    inForce: z.object({
      interval,
      weekday: z.number().int(),
      monthDay: z.number().int(),
      holdFrom: z.enum(['shipped', 'delivered']),
      holdDays: z.number(),
      latestDays: z.number(),
      reserveBps: z.number().int(),
      reserveDays: z.number().int(),
      minimums: minors,
    }),
    offered: z.array(interval),
    version: z.number().int(),
    updatedAt: when,
  })
  .openapi('PayoutTerms')
export const NewTerms = z
  .strictObject(terms)
  .partial()
  .extend({ version: z.number().int().min(0), reason })
  .openapi('NewPayoutTerms', { example: { reserveBps: 500, reserveDays: 90, version: 0, reason: 'Sells on order, six weeks ahead' } })
export const NewSchedule = z
  .strictObject({
    interval,
    weekday: z.number().int().min(1).max(7).optional(),
    monthDay: z.number().int().min(1).max(31).optional(),
    version: z.number().int().min(0),
  })
  .openapi('NewPayoutSchedule', { example: { interval: 'weekly', weekday: 5, version: 0 } })
const policy = { scheduledRuns: z.enum(['send', 'wait']), approvalOver: minors, vendorIntervals: z.array(interval).max(4) }
export const Policy = z.object({ ...policy, allIntervals: z.array(interval), version: z.number().int() }).openapi('PayoutPolicy')
export const NewPolicy = z.strictObject({ ...policy, version: z.number().int().min(0), reason }).openapi('NewPayoutPolicy', {
  example: {
    scheduledRuns: 'wait',
    approvalOver: { USD: 1_000_000 },
    vendorIntervals: ['weekly', 'monthly'],
    version: 0,
    reason: 'Month end',
  },
})

export const Hold = z
  .object({
    id: z.string(),
    vendorId,
    kind: z.enum(HOLD_KINDS),
    currency: currency.nullable(),
    wantedMinor: minor,
    heldMinor: minor,
    causeId: z.string(),
    reason: z.string(),
    releasesAt: when,
    status: z.enum(['active', 'lifted']),
    placedBy: z.string(),
    placedAt: z.string(),
    liftedAt: when,
  })
  .openapi('PayoutHold')
export const NewHold = z
  .strictObject({
    kind: z.enum(['risk', 'manual']),
    currency: currency.optional(),
    amountMinor: z.number().int().min(1).max(1_000_000_000_000).optional(),
    reason,
    releasesAt: z.iso.datetime().optional(),
  })
  .openapi('NewPayoutHold', {
    example: { kind: 'manual', currency: 'USD', amountMinor: 20_000, reason: 'Returns announced for last week’s batch' },
  })
const balance = z.object({
  currency,
  pendingMinor: minor,
  availableMinor: minor,
  heldMinor: minor,
  debtMinor: minor,
  inTransitMinor: minor,
  paidMinor: minor,
})
export const Balance = balance.openapi('VendorBalance')
export const Purse = z
  .object({
    balances: z.array(balance),
    terms: Terms,
    holds: z.array(Hold),
    adjustments: z.array(
      z.object({
        id: z.string(),
        currency,
        amountMinor: minor,
        reason: z.string(),
        requestedBy: z.string(),
        decidedBy: z.string().nullable(),
        at: z.string(),
      }),
    ),
  })
  .openapi('VendorPurse')
export const Upcoming = z
  .object({
    interval,
    upcoming: z.array(
      z.object({
        currency,
        date: z.string(),
        amountMinor: minor,
        reason: z.enum(['nothing', 'below_minimum', 'stopped']).nullable().openapi({ description: 'Why that day will bring nothing.' }),
      }),
    ),
    holds: z.array(Hold),
  })
  .openapi('UpcomingPayouts')
export const NewAdjustment = z
  .strictObject({
    currency,
    amountMinor: z
      .number()
      .int()
      .min(-1_000_000_000_000)
      .max(1_000_000_000_000)
      .refine((value) => value !== 0, 'More or less than 0.')
      .openapi({ description: 'More than 0 gives to the vendor, less takes from it.' }),
    reason,
  })
  .openapi('NewAdjustment', { example: { currency: 'USD', amountMinor: 2500, reason: 'Goodwill for the outage of 3 November' } })
export const NewReversal = z
  .strictObject({ amountMinor: z.number().int().min(1).max(1_000_000_000_000), reason })
  .openapi('NewPayoutReversal', { example: { amountMinor: 2500, reason: 'Paid to a closed store' } })
const bankStatus = z.enum(['pending', 'in_transit', 'paid', 'failed', 'canceled'])
export const BankPayouts = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        vendorId,
        name: z.string(),
        currency,
        amountMinor: minor,
        status: bankStatus,
        failureCode: z.string().nullable(),
        arrivesAt: when,
        createdAt: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('BankPayouts')
export const bankStatuses = bankStatus

const draft = { period: period.optional(), currency: currency.optional() }
export const NewDraft = z.strictObject(draft).openapi('NewPayoutDraft', { example: { period: '2026-11-21' } })
export const NewRun = z
  .strictObject({
    ...draft,
    expected: minors.optional().openapi({
      description:
        'What it is expected to come to, in minor units by currency, as in its preview. If it comes to anything else it waits as a draft.',
    }),
  })
  .openapi('NewPayoutRun', { example: { period: '2026-11-21', expected: { USD: 125_000 } } })
export const Preview = z
  .object({
    period: z.string(),
    items: z.array(
      z.object({
        vendorId,
        name: z.string(),
        currency,
        availableMinor: z.number().int(),
        maturedMinor: z.number().int().openapi({ description: 'Its hold is over; a run releases it first.' }),
        pendingMinor: z.number().int().openapi({ description: 'Earned, and still held by the rule for everybody’s earnings.' }),
        heldMinor: z.number().int().openapi({ description: 'Taken aside: reserves and holds.' }),
        debtMinor: z.number().int().openapi({ description: 'What the vendor owes the marketplace.' }),
        payableMinor: z.number().int().openapi({ description: 'Available and matured together, less what is owed and kept.' }),
        amountMinor: z.number().int().openapi({ description: 'What a run would send.' }),
        skip: z.enum(SKIPS).nullable().openapi({ description: 'Why a run would send nothing.' }),
        decidedMinor: z.number().int().nullable().openapi({ description: 'The period’s payout, if it was decided already.' }),
      }),
    ),
    count: z.number().int().openapi({ description: 'How many rows there are on all pages.' }),
    nextCursor: z.string().nullable(),
    totals: z
      .array(z.object({ currency, payouts: z.number().int(), amountMinor: z.number().int() }))
      .openapi({ description: 'Of all pages together.' }),
  })
  .openapi('PayoutPreview')
export const EarningHold = z
  .object({
    currency,
    amountMinor: z.number().int(),
    orders: z.number().int(),
    reason: z.enum(['not_shipped', 'maturing', 'disputed']),
    releasesAt: z.string().nullable(),
  })
  .openapi('BalanceHold')
export const Connection = z
  .object({ accountRef: z.string().nullable(), canReceiveTransfers: z.boolean(), requirements: z.array(z.string()) })
  .openapi('Connection')
export const Onboarding = z.object({ accountRef: z.string(), url: z.string() }).openapi('Onboarding')
export const Reversal = z
  .object({ id: z.string(), amountMinor: minor, status: z.enum(['pending', 'done', 'failed']) })
  .openapi('PayoutReversal')
export const LiftHold = z.strictObject({ reason }).openapi('LiftHold', { example: { reason: 'The returns have arrived' } })
export const Requested = z.object({ approvalId: z.string() }).openapi('ApprovalRequested')
