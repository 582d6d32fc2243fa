import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StoreDisputesView } from '#web/features/disputes/store-view.tsx'
import { need } from '#web/server/answer.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = new URL(request.url).searchParams.get('offset') ?? ''
  const { disputes } = context.api.api.v1.vendor
  const [list, rate] = await Promise.all([
    need(request, disputes.$get({ query: { filter: 'all', offset: /^\d{1,5}$/.test(given) ? given : '0', limit: '25' } })),
    need(request, disputes.rate.$get()),
  ])
  return { list, rate, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.disputes_title() }]

export default function Disputes() {
  return <StoreDisputesView {...useLoaderData<typeof loader>()} />
}

export { PortalError as ErrorBoundary } from '#web/ui/portal-error.tsx'
