import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Names, VendorCommission } from '#web/features/commission/commission-words.ts'
import { VendorCommissionView } from '#web/features/commission/vendor-commission-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { categoryNames } from '#web/server/commission-names.ts'
import { monthText } from '#web/ui/format.ts'

/** What the store pays the marketplace on its sales, and why. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const [commission, store, categories] = await Promise.all([
    need(request, vendor.commission.$get({ query: {} })),
    attempt(() => vendor.$get()),
    categoryNames(context),
  ])
  const names: Names = { vendors: store.ok ? [{ id: store.value.id, name: store.value.name }] : [], categories, plans: [] }
  return { commission, names, monthName: monthText(commission.month) }
}

export const meta: MetaFunction = () => [{ title: m.commission_vendor_title() }]

export default function StoreCommission() {
  const { commission, names, monthName } = useLoaderData<typeof loader>()
  return <VendorCommissionView commission={commission as VendorCommission} names={names as Names} monthName={monthName} />
}
