import { type MoneyRow, type ReportFilter, readMoneyReport, readTaxReport, type TaxRow } from '#db/platform/queries/reports/money.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** 422: more time than one report covers. */
export class RangeTooLong extends Problem {
  constructor() {
    super('range_too_long', 422, 'A report covers at most 800 days, and its first day comes before its last.')
  }
}
export const RANGE_DAYS_MAX = 800

export const REPORTS = ['money', 'taxes'] as const
export type ReportKind = (typeof REPORTS)[number]
export type ReportQuery = Omit<ReportFilter, 'after' | 'limit' | 'fromMs' | 'toMs'> & { from: string; to: string }

/** The range of a query: whole days, UTC, the last one included. @throws RangeTooLong 422 */
export function rangeOf({ from, to }: Pick<ReportQuery, 'from' | 'to'>): { fromMs: number; toMs: number } {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to) + DAY_MS]
  if (!(toMs > fromMs) || toMs - fromMs > RANGE_DAYS_MAX * DAY_MS) throw new RangeTooLong()
  return { fromMs, toMs }
}

type Page = { after: string; limit: number }

/** A page of what was sold, kept, taxed and paid out, by period, vendor and currency. @throws RangeTooLong 422 */
export async function readMoney(ctx: Pick<Ctx, 'platform'>, query: ReportQuery, page: Page) {
  return paged<MoneyRow>(page, (more) => readMoneyReport(ctx.platform, { ...query, ...rangeOf(query), ...more }))
}

/** A page of sales tax by period, place and rate. @throws RangeTooLong 422 */
export async function readTaxes(ctx: Pick<Ctx, 'platform'>, query: ReportQuery, page: Page) {
  return paged<TaxRow>(page, (more) => readTaxReport(ctx.platform, { ...query, ...rangeOf(query), ...more }))
}

async function paged<T extends { key: string }>({ after, limit }: Page, read: (page: Page) => Promise<T[]>) {
  const rows = await read({ after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return { items: page, nextCursor: rows.length > limit ? (page.at(-1)?.key ?? null) : null }
}
