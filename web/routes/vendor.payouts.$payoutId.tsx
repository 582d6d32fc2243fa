import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { OwnPayout } from '#web/features/payouts/own-payout.tsx'
import { need } from '#web/server/answer.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { payoutId: idParam('payout', params.payoutId) }
  return { payout: await need(request, context.api.api.v1.vendor.payouts[':payoutId'].$get({ param: param as never })) }
}

export const meta: MetaFunction = () => [{ title: m.payouts_payout() }]

export default function VendorPayout() {
  return <OwnPayout payout={useLoaderData<typeof loader>().payout} />
}
