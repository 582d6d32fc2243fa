import type { readStretch, StatementRow } from '#db/platform/queries/settlement/statements.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import { type FigurePart, foldStatement, type Statement, type Stretch } from '#worker/pure/statement.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** A statement of any stretch: a closed month, the month that is running, or what led to one payout. */
export type AnyStatement = Statement & {
  kind: 'closed' | 'open' | 'payout'
  id: Id<'statement'> | Id<'payout'> | null
  vendorId: Id<'vendor'>
  currency: Currency
  number: number | null
  period: string
  fromMs: number
  toMs: number
  stretch: Stretch
  closedAtMs: number | null
}

type Read = Awaited<ReturnType<typeof readStretch>>

/** Puts what was read of a stretch together, with what sales, refunds and commission are made of. */
export function composeStatement(openingMinor: number, { sums, sales, refunds, disputes, commission }: Read): Statement {
  const soldMinor = sums.filter(({ code }) => code === 'sale').reduce((sum, { inMinor }) => sum + inMinor, 0)
  const parts: FigurePart[] = [
    { figure: 'sales', name: 'goods', amountMinor: sales?.itemsMinor ?? 0 },
    { figure: 'sales', name: 'shipping', amountMinor: sales?.shippingMinor ?? 0 },
    { figure: 'sales', name: 'tax_added', amountMinor: soldMinor - (sales?.itemsMinor ?? 0) - (sales?.shippingMinor ?? 0) },
    ...(refunds && refunds.amountMinor > 0
      ? ([
          { figure: 'refunds', name: 'to_buyers', amountMinor: -refunds.amountMinor },
          { figure: 'refunds', name: 'commission_returned', amountMinor: refunds.commissionMinor },
          { figure: 'refunds', name: 'tax_returned', amountMinor: refunds.taxMinor },
          { figure: 'refunds', name: 'borne_by_platform', amountMinor: refunds.platformMinor },
          { figure: 'refunds', name: 'promotion_returned', amountMinor: -refunds.promotionMinor },
        ] as const)
      : []),
    ...disputes.map(
      ({ purpose, amountMinor }): FigurePart => ({ figure: 'disputes', name: DISPUTE_PARTS[purpose] ?? 'other', amountMinor }),
    ),
    ...commission
      .filter(({ kind }) => kind === 'charge')
      .map(({ component, netMinor }): FigurePart => ({ figure: 'commission', name: component, amountMinor: -netMinor })),
  ]
  return foldStatement(openingMinor, sums, joined(parts))
}

/** What a dispute takes of, or gives to, the platform's accounts, as a vendor reads it; below zero where that went the other way. */
const DISPUTE_PARTS: Readonly<Record<string, string>> = {
  disputes: 'taken_by_banks',
  commission: 'commission_returned',
  commission_tax: 'commission_returned',
  tax_payable: 'tax_returned',
  promotions: 'promotion_returned',
  dispute_losses: 'borne_by_platform',
  refunds: 'borne_by_platform',
  processing_fees: 'dispute_fee',
}

/** A component at two rates of tax is one part. */
function joined(parts: readonly FigurePart[]): FigurePart[] {
  const found = new Map<string, FigurePart>()
  for (const part of parts) {
    const key = `${part.figure}/${part.name}`
    found.set(key, { ...part, amountMinor: (found.get(key)?.amountMinor ?? 0) + part.amountMinor })
  }
  return [...found.values()]
}

/** A closed statement, as it was closed. */
export function closedStatement(row: StatementRow): AnyStatement {
  const { afterMs, afterPosition, toMs, throughPosition, ...rest } = row
  return { ...rest, kind: 'closed', toMs, stretch: { afterMs, afterPosition, toMs, throughPosition } }
}

/** As the API shows it. Minor units. */
export function showStatement({ stretch, fromMs, toMs, closedAtMs, figures, ...rest }: AnyStatement) {
  return {
    ...rest,
    from: toRfc3339(fromMs),
    to: toRfc3339(toMs),
    closedAt: closedAtMs === null ? null : toRfc3339(closedAtMs),
    afterPosition: stretch.afterPosition,
    throughPosition: stretch.throughPosition,
    netMinor: rest.closingMinor - rest.openingMinor,
    figures,
  }
}
