import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Platforms } from '#web/features/channels/channel-data.ts'
import { HomeView } from '#web/features/orders-desk/home-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'

const WAITING_MAX = '5'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const [profile, store, summary, waiting, platforms] = await Promise.all([
    requireProfile(context, request),
    need(request, vendor.$get()),
    attempt(() => vendor.summary.$get({ query: {} })),
    attempt(() => vendor.orders.$get({ query: { show: 'to_ship', sort: 'oldest', limit: WAITING_MAX } })),
    attempt<Platforms>(() => context.api.api.v1.platforms.$get()),
  ])
  const { name, status, canReceiveTransfers, currency } = store
  return {
    who: profile.name,
    store: { name, status, canReceiveTransfers, currency },
    summary,
    waiting: waiting.ok ? waiting.value.items : [],
    connections: platforms.ok ? platforms.value.connections.filter(({ status }) => status !== 'disconnected') : [],
    nowMs: context.nowMs,
  }
}

export const meta: MetaFunction = () => [{ title: m.store_portal_name() }]

export default function Home() {
  return <HomeView {...useLoaderData<typeof loader>()} />
}
