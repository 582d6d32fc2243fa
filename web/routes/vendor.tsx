import { type LoaderFunctionArgs, redirect } from '@remix-run/cloudflare'
import { Outlet, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StoreNote } from '#web/features/onboarding/store-note.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'
import { Boxes, Cable, FileText, HeartPulse, House, Package, Scale, Settings, Star, Tag, Wallet } from '#web/ui/icons.ts'
import { PortalError } from '#web/ui/portal-error.tsx'
import { PortalFrame } from '#web/ui/portal-frame.tsx'

/** The vendor portal, for the store this browser worked for last. Somebody without a store is led to opening one. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const profile = await requireProfile(context, request)
  if (profile.memberships.length === 0) throw redirect('/sell')
  const { api } = context
  const [store, orders] = await Promise.all([
    need(request, api.api.v1.vendor.$get()),
    attempt(() => api.api.v1.vendor.orders.$get({ query: { limit: '1' } })),
  ])
  return {
    who: profile.name,
    store: { name: store.name, slug: store.slug, status: store.status },
    toShip: orders.ok ? orders.value.counts.toShip : 0,
    hasMoreStores: profile.memberships.length > 1,
  }
}

export default function VendorPortal() {
  const { who, store, toShip, hasMoreStores } = useLoaderData<typeof loader>()
  const links = [
    { to: '/vendor', text: m.store_nav_home(), icon: House, key: 'h', isExact: true },
    { to: '/vendor/orders', text: m.store_nav_orders(), icon: Package, key: 'o', count: toShip },
    { to: '/vendor/products', text: m.store_nav_products(), icon: Tag, key: 'p' },
    { to: '/vendor/inventory', text: m.store_nav_inventory(), icon: Boxes, key: 'i' },
    { to: '/vendor/channels', text: m.channels_nav(), icon: Cable, key: 'c' },
    { to: '/vendor/reviews', text: m.trust_nav_store_reviews(), icon: Star, key: 'r' },
    { to: '/vendor/health', text: m.trust_nav_health(), icon: HeartPulse },
    { to: '/vendor/disputes', text: m.disputes_nav(), icon: Scale },
    { to: '/vendor/balance', text: m.store_nav_balance(), icon: Wallet, key: 'b' },
    { to: '/vendor/documents', text: m.settlement_nav_documents(), icon: FileText },
    { to: '/vendor/settings', text: m.store_nav_settings(), icon: Settings, key: 's' },
  ]
  return (
    <PortalFrame
      portal="vendor"
      name={store.name}
      note={<StoreNote status={store.status} hasMoreStores={hasMoreStores} />}
      sections={[{ key: 'store', title: null, links }]}
      who={who}
      findPath="/vendor/find"
    >
      <Outlet />
    </PortalFrame>
  )
}

export const ErrorBoundary = PortalError
