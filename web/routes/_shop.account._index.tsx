import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { OverviewView } from '#web/features/account/overview-view.tsx'
import { attempt } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { api, nowMs } = context
  const profile = await requireProfile(context, request)
  const [latest, addresses] = await Promise.all([
    attempt(() => api.api.v1.orders.$get({ query: { limit: '3' } })),
    attempt(() => api.api.v1.me.addresses.$get()),
  ])
  return {
    profile,
    latest: latest.ok ? latest.value.items : null,
    address: addresses.ok ? (addresses.value.items[0] ?? null) : null,
    nowMs,
  }
}

export default function Overview() {
  return <OverviewView {...useLoaderData<typeof loader>()} />
}
