import { assert } from '#worker/pure/assert.ts'
import { ID_PREFIXES } from '#worker/pure/ids.ts'
import type { TransferCode } from '#worker/pure/ledger.ts'
import { sumMinor } from '#worker/pure/money.ts'

/**
 * How the ledger reads as a vendor's statement: every transfer code belongs to one figure. A vendor's balance here is what is
 * pending, available and held, less debt; so what moves between these is no figure at all.
 */
export const FIGURES = [
  'sales',
  'promotions',
  'refunds',
  'commission',
  'commission_tax',
  'tax',
  'disputes',
  'adjustments',
  'payouts',
] as const
export type Figure = (typeof FIGURES)[number]

/** `inside`: between accounts of one vendor. `platform`: touches no vendor's account. */
export const FIGURE_OF = {
  sale: 'sales',
  sale_reversed: 'refunds',
  promotion: 'promotions',
  promotion_reversed: 'promotions',
  commission: 'commission',
  commission_reversed: 'commission',
  commission_tax: 'commission_tax',
  commission_tax_reversed: 'commission_tax',
  tax: 'tax',
  tax_reversed: 'tax',
  payout: 'payouts',
  payout_reversed: 'payouts',
  adjustment: 'adjustments',
  adjustment_debt: 'adjustments',
  release: 'inside',
  hold: 'inside',
  hold_released: 'inside',
  debt_repaid: 'inside',
  refund_borne: 'platform',
  refund_recovered: 'platform',
  capture: 'platform',
  processing_fee: 'platform',
  refund: 'platform',
  refund_failed: 'platform',
  dispute_withdrawn: 'platform',
  dispute_reinstated: 'platform',
  dispute_fee: 'platform',
  dispute_fee_returned: 'platform',
  dispute_lost: 'disputes',
  dispute_borne: 'platform',
  dispute_fee_charged: 'disputes',
  dispute_loss_returned: 'disputes',
  plan_fee: 'platform',
  provider_fee: 'platform',
  bank_payout: 'platform',
  bank_payout_returned: 'platform',
  top_up: 'platform',
} as const satisfies Record<TransferCode, Figure | 'inside' | 'platform'>

/** What a code moved on a vendor's accounts, in and out, over some stretch of the ledger. */
export type CodeSum = {
  code: string
  /** The first three letters of what caused it: `ord`, `ref`, `dsp`. */
  causeKind: string
  inMinor: number
  outMinor: number
  transfers: number
  firstPosition: number
  lastPosition: number
}
/** What a figure is made of beside its codes: goods and delivery of sales, components of the commission. */
export type FigurePart = { figure: Figure; name: string; amountMinor: number }

/** One figure of a statement. In counts for the vendor, out against it; amount = in - out. Positions are the ledger's. */
export type StatementFigure = {
  figure: Figure
  amountMinor: number
  inMinor: number
  outMinor: number
  transfers: number
  firstPosition: number
  lastPosition: number
  parts: { name: string; amountMinor: number }[]
}

export type Statement = { openingMinor: number; closingMinor: number; figures: StatementFigure[] }

/** What a card network takes is clawed back as a refund is; only what caused it tells the two apart. */
export const DISPUTE_KINDS: readonly string[] = [ID_PREFIXES.dispute, ID_PREFIXES.disputeShare]

/** The figure of a code. Throws for one this table does not know: a statement that leaves something out is wrong. */
export function figureOf(code: string, causeKind: string): Figure | 'inside' | 'platform' {
  assert(Object.hasOwn(FIGURE_OF, code), `a transfer code with a place on statements, not ${code}`)
  const figure = FIGURE_OF[code as TransferCode]
  return figure !== 'inside' && figure !== 'platform' && DISPUTE_KINDS.includes(causeKind) ? 'disputes' : figure
}

/** The codes a figure may be made of. */
export const codesOf = (figure: Figure): TransferCode[] =>
  (Object.keys(FIGURE_OF) as TransferCode[]).filter((code) => {
    const of = FIGURE_OF[code]
    return of === figure || (figure === 'disputes' && of !== 'inside' && of !== 'platform')
  })

/**
 * Puts a statement together. Minor units.
 * @param parts what figures are made of; what they leave of a figure is its part `other`, of the commission what was given back
 */
export function foldStatement(openingMinor: number, sums: readonly CodeSum[], parts: readonly FigurePart[] = []): Statement {
  const figures = new Map<Figure, StatementFigure>()
  for (const sum of sums) {
    const figure = figureOf(sum.code, sum.causeKind)
    assert(figure !== 'platform', `a ${sum.code} moves no vendor's money`)
    if (figure === 'inside') {
      assert(sum.inMinor === sum.outMinor, `a ${sum.code} stays with the vendor`)
      continue
    }
    const known = figures.get(figure)
    figures.set(figure, {
      figure,
      amountMinor: sumMinor([known?.amountMinor ?? 0, sum.inMinor, -sum.outMinor]),
      inMinor: sumMinor([known?.inMinor ?? 0, sum.inMinor]),
      outMinor: sumMinor([known?.outMinor ?? 0, sum.outMinor]),
      transfers: (known?.transfers ?? 0) + sum.transfers,
      firstPosition: Math.min(known?.firstPosition ?? sum.firstPosition, sum.firstPosition),
      lastPosition: Math.max(known?.lastPosition ?? 0, sum.lastPosition),
      parts: [],
    })
  }
  const listed = FIGURES.flatMap((figure) => figures.get(figure) ?? []).map((figure) => ({ ...figure, parts: partsOf(figure, parts) }))
  return { openingMinor, closingMinor: sumMinor([openingMinor, ...listed.map(({ amountMinor }) => amountMinor)]), figures: listed }
}

function partsOf({ figure, amountMinor }: StatementFigure, parts: readonly FigurePart[]): StatementFigure['parts'] {
  const own = parts
    .filter((part) => part.figure === figure && part.amountMinor !== 0)
    .map(({ name, amountMinor: of }) => ({ name, amountMinor: of }))
  if (own.length === 0) return []
  const left = amountMinor - sumMinor(own.map((part) => part.amountMinor))
  // What is left of the commission is what went back with refunds.
  return left === 0 ? own : [...own, { name: figure === 'commission' && left > 0 ? 'commission_returned' : 'other', amountMinor: left }]
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/
export const isMonth = (text: string): boolean => MONTH.test(text)

/** The calendar month (UTC) of an instant: `2026-10`. */
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7)

/** First instant of a month and of the one after it, UTC epoch ms. */
export function boundsOfMonth(month: string): { fromMs: number; toMs: number } {
  assert(isMonth(month), `a month, not ${month}`)
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { fromMs: Date.UTC(year, number - 1), toMs: Date.UTC(year, number) }
}

/** The month after. */
export const nextMonth = (month: string): string => monthOf(boundsOfMonth(month).toMs)

/**
 * A stretch of the ledger: transfers before `toMs` stored up to `throughPosition`, less those before `afterMs` stored up to
 * `afterPosition`. Stretches that follow one another share no transfer and leave none out, however late it was stored.
 */
export type Stretch = { afterMs: number; afterPosition: number; toMs: number; throughPosition: number }

/** Later than anything: a stretch that ends here is bounded by position alone. */
export const END_OF_TIME_MS = 8_640_000_000_000_000

/** True if the stretch has the transfer; what the database's condition says, for tests and for reading. */
export function isInStretch({ afterMs, afterPosition, toMs, throughPosition }: Stretch, at: { atMs: number; position: number }): boolean {
  const isBefore = (ms: number, position: number) => at.atMs < ms && at.position <= position
  return isBefore(toMs, throughPosition) && !isBefore(afterMs, afterPosition)
}
