import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Explanation, Names } from '#web/features/commission/commission-words.ts'
import { type Tried, TryView } from '#web/features/commission/try-view.tsx'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { countryOptions } from '#web/server/account.ts'
import { problemOf } from '#web/server/answer.ts'
import { commissionNames } from '#web/server/commission-names.ts'
import { requireRole } from '#web/server/require-role.ts'
import { vendorChoice } from '#web/server/vendor-names.ts'
import { isCurrency } from '#worker/pure/money.ts'

const ENTRIES = { vendor: '', category: '', product: '', country: '', currency: 'USD', price: '100', quantity: '1', shipping: '0' }

/** The sale is in the address, so that it can be sent to whoever asks. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireRole(context, request, 'platform:finance')
  const params = new URL(request.url).searchParams
  const tried = Object.fromEntries(Object.entries(ENTRIES).map(([name, value]) => [name, params.get(name)?.trim() ?? value])) as Tried
  const vendor = await vendorChoice(context, tried.vendor)
  const page = { tried, vendor, countries: countryOptions() }
  const unexplained = async (problem: string | null) => ({ ...page, names: await commissionNames(context), explanation: null, problem })
  if (vendor.id === '') return unexplained(null)
  const query = queryOf({ ...tried, vendor: vendor.id })
  if (query === null) return unexplained(m.commission_try_price_error())
  const response = await context.api.api.v1.admin['commission-rules'].explain.$get({ query: query as never })
  if (!response.ok) return unexplained(m.commission_try_failed({ detail: (await problemOf(response)).detail }))
  const explanation = (await response.json()) as Explanation
  const rules = [...explanation.goods.considered, ...explanation.delivery.considered]
  const names = await commissionNames(
    context,
    rules.map(({ scope }) => scope.vendorId),
  )
  return { ...page, names, explanation, problem: null }
}

function queryOf({ vendor, category, product, country, currency: code, price, quantity, shipping }: Tried): Record<string, string> | null {
  const currency = isCurrency(code) ? code : 'USD'
  const [unitPriceMinor, shippingMinor] = [parsePrice(price, currency), parsePrice(shipping === '' ? '0' : shipping, currency)]
  if (unitPriceMinor === null || shippingMinor === null) return null
  return {
    vendorId: vendor,
    currency,
    unitPriceMinor: String(unitPriceMinor),
    quantity: /^[1-9]\d{0,3}$/.test(quantity) ? quantity : '1',
    shippingMinor: String(shippingMinor),
    ...(category === '' ? {} : { categoryId: category }),
    ...(product === '' ? {} : { productId: product }),
    ...(country === '' ? {} : { country }),
  }
}

export const meta: MetaFunction = () => [{ title: m.commission_try_title() }]

export default function TrySale() {
  const { explanation, names, ...page } = useLoaderData<typeof loader>()
  return <TryView {...page} names={names as Names} explanation={explanation as Explanation | null} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
