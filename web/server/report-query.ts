import { isId } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { utcDay } from '#worker/pure/time.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const BUCKETS = ['day', 'week', 'month'] as const

/** The filters of a report out of an address; the last ninety days by month where it says nothing. */
export function reportQuery(params: URLSearchParams, nowMs: number, vendor = params.get('vendor') ?? '') {
  const day = (name: string, fallback: string) => (DAY.test(params.get(name) ?? '') ? (params.get(name) ?? fallback) : fallback)
  const currency = params.get('currency') ?? ''
  return {
    from: day('from', utcDay(nowMs - 89 * 86_400_000)),
    to: day('to', utcDay(nowMs)),
    bucket: BUCKETS.find((each) => each === params.get('bucket')) ?? 'month',
    byVendor: params.get('byVendor') === 'true' ? ('true' as const) : ('false' as const),
    ...(isId('vendor', vendor) ? { vendorId: vendor } : {}),
    ...(isCurrency(currency) ? { currency } : {}),
  }
}
export type ReportQuery = ReturnType<typeof reportQuery>
