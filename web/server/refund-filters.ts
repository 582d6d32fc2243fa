import type { AppLoadContext } from '@remix-run/cloudflare'
import { type RefundFilters, STATUSES } from '#web/features/refunds/refunds-view.tsx'
import { isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { vendorChoice } from './vendor-names.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

/** What the address narrows the list of refunds to; what it does not know is as if it were not there. */
export async function refundFilters(context: AppLoadContext, params: URLSearchParams): Promise<RefundFilters> {
  const one = (name: string, known: readonly string[]) => known.find((each) => each === params.get(name)) ?? ''
  const day = (name: string) => {
    const text = params.get(name) ?? ''
    return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
  }
  return {
    status: one('status', STATUSES),
    bearer: one('bearer', ['vendor', 'platform']),
    currency: one('currency', CURRENCIES),
    from: day('from'),
    to: day('to'),
    vendor: await vendorChoice(context, params.get('vendor')),
  }
}

/** The same for the API. */
export const refundQuery = ({ vendor, ...rest }: RefundFilters): Record<string, string> =>
  Object.fromEntries(Object.entries({ ...rest, vendor: isId('vendor', vendor.id) ? vendor.id : '' }).filter(([, value]) => value !== ''))
