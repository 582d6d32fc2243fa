import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { VendorsView } from '#web/features/admin/vendors-view.tsx'
import { need } from '#web/server/answer.ts'
import { isId } from '#worker/pure/ids.ts'
import { GRADES } from '#worker/pure/vendor-health.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = VENDOR_STATUSES.find((status) => status === params.get('show')) ?? null
  const words = params.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = params.get('cursor') ?? ''
  const grade = GRADES.find((one) => one === params.get('health')) ?? null
  const isByHealth = params.get('sort') === 'health'
  const query = {
    ...(show === null ? {} : { status: show }),
    ...(words === '' ? {} : { q: words }),
    ...(grade === null ? {} : { grade }),
    ...(isByHealth ? { sort: 'health' as const } : {}),
    ...(isId('vendor', cursor) ? { cursor } : {}),
    limit: '25',
  }
  const list = await need(request, context.api.api.v1.admin.vendors.$get({ query }))
  return { list, show, words, grade, isByHealth, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.admin_vendors_title() }]

export default function Vendors() {
  return <VendorsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
