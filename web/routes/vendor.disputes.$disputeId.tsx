import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StoreDisputeView } from '#web/features/disputes/store-view.tsx'
import { need } from '#web/server/answer.ts'
import { refusalOf, storeDisputeCall, uploadOf } from '#web/server/disputes.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import type { FlashKey } from '#web/ui/flash-texts.ts'
import { moneyText } from '#web/ui/format.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { disputeId: idParam('dispute', params.disputeId) }
  const { vendor, me } = context.api.api.v1
  const [dispute, store, profile] = await Promise.all([
    need(request, storeDisputeCall(context).$get({ param })),
    need(request, vendor.$get()),
    need(request, me.$get()),
  ])
  const role = profile.memberships.find(({ vendorId }) => vendorId === store.id)?.role
  return { dispute, canAnswer: role !== undefined && isAllowed(role, 'disputes:answer'), nowMs: context.nowMs }
}

export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const param = { disputeId: idParam('dispute', params.disputeId) }
  const call = storeDisputeCall(context)
  const form = await request.formData()
  const said = (name: string) => String(form.get(name) ?? '')
  const [key, response] = await (async (): Promise<[FlashKey, Parameters<typeof refusalOf>[1]]> => {
    switch (said('intent')) {
      case 'file': {
        const { query, options } = uploadOf(form)
        return ['dispute_file', await call.files.$post({ param, query }, options)]
      }
      case 'drop':
        return [
          'dispute_file_removed',
          await call.files[':fileId'].$delete({ param: { ...param, fileId: idParam('disputeFile', said('fileId')) } }),
        ]
      default: {
        const json = { text: said('text').replaceAll('\r\n', '\n'), carrier: said('carrier'), trackingNumber: said('trackingNumber') }
        return ['dispute_said', await call.statement.$put({ param, json })]
      }
    }
  })()
  return (await refusalOf(request, response)) ?? redirectWith(`/vendor/disputes/${param.disputeId}`, { key })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? m.disputes_case_title({ amount: moneyText(data.dispute) }) : m.disputes_title() },
]

export default function Dispute() {
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as { errors?: string[] } | undefined
  return <StoreDisputeView {...page} errors={refused?.errors ?? []} />
}

export { PortalError as ErrorBoundary } from '#web/ui/portal-error.tsx'
