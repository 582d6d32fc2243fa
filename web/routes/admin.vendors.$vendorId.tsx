import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { vendorStatusText } from '#web/features/admin/admin-words.ts'
import { DecisionForm } from '#web/features/admin/decision-forms.ts'
import { VendorView } from '#web/features/admin/vendor-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { type Flash, redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { isAllowed } from '#worker/pure/permissions.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'
import type { loader as portalLoader } from './admin.tsx'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { vendorId: idParam('vendor', params.vendorId) }
  const call = context.api.api.v1.admin.vendors[':vendorId']
  const [vendor, health, notes] = await Promise.all([
    need(request, call.$get({ param })),
    attempt(() => call.health.$get({ param })),
    attempt(() => call.notes.$get({ param })),
  ])
  return { vendor, health: health.ok ? health.value : null, notes: notes.ok ? notes.value : null, nowMs: context.nowMs }
}

/** A refusal means that somebody else decided meanwhile: the page has to show what. */
export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await readForm(request, DecisionForm)
  if (!form.ok) return form.answer
  const { value } = form
  const vendorId = idParam('vendor', params.vendorId)
  const call = context.api.api.v1.admin.vendors[':vendorId']
  const param = { vendorId }
  const before = await need(request, call.$get({ param }))
  const response = await (() => {
    switch (value.intent) {
      case 'approve':
        return call.approve.$post({ param })
      case 'activate':
        return call.activate.$post({ param })
      default:
        return call[value.intent].$post({ param, json: { reason: value.reason } })
    }
  })()
  if (!response.ok)
    return refused(request, form.submission, response, {
      say: {
        wrong_vendor_status: ({ vendorStatus }) => m.admin_decided_meanwhile({ status: vendorStatusText(vendorStatus as VendorStatus) }),
        changed_meanwhile: m.admin_changed_meanwhile,
        still_provisioning: m.admin_still_provisioning,
      },
    })
  const path = `/admin/vendors/${vendorId}`
  const told = { params: { name: before.name } }
  const flashes: Record<typeof value.intent, Flash> = {
    approve: { key: 'vendor_approved', ...told },
    decline: { key: 'vendor_declined', ...told },
    suspend: { key: 'vendor_suspended', ...told, undo: { action: path, fields: { intent: 'activate' } } },
    activate: {
      key: 'vendor_activated',
      ...told,
      ...(before.suspendedReason === null ? {} : { undo: { action: path, fields: { intent: 'suspend', reason: before.suspendedReason } } }),
    },
  }
  return redirectWith(path, flashes[value.intent])
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.vendor.name ?? m.admin_vendors_title() }]

export default function Vendor() {
  const page = useLoaderData<typeof loader>()
  const role = useRouteLoaderData<typeof portalLoader>('routes/admin')?.role
  const result = useActionData<typeof action>() as SubmissionResult | undefined
  return (
    <VendorView
      key={page.vendor.id}
      {...page}
      canDecide={role !== undefined && isAllowed(role, 'platform:vendors')}
      canSeeMoney={role !== undefined && isAllowed(role, 'platform:finance')}
      canSetRates={role !== undefined && isAllowed(role, 'platform:rates')}
      result={result}
    />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
