import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DisputesView, SHOWS } from '#web/features/disputes/disputes-view.tsx'
import { attempt, need } from '#web/server/answer.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = SHOWS.find((each) => each === params.get('show')) ?? 'open'
  const offset = /^\d{1,5}$/.test(params.get('offset') ?? '') ? (params.get('offset') ?? '0') : '0'
  const { disputes } = context.api.api.v1.admin
  const [list, rates] = await Promise.all([
    need(request, disputes.$get({ query: { filter: show, offset, limit: '25' } })),
    attempt(() => disputes.rates.$get({ query: { limit: '10' } })),
  ])
  return { list, rates: rates.ok ? rates.value : null, show, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.disputes_title() }]

export default function Disputes() {
  return <DisputesView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
