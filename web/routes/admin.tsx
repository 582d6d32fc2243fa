import { data, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { Outlet, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AdminError } from '#web/features/admin/admin-error.tsx'
import { roleText } from '#web/features/admin/admin-words.ts'
import { attempt } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'
import { BookOpenText, HandCoins, House, MailWarning, Package, Percent, Store } from '#web/ui/icons.ts'
import { PortalFrame, type PortalLink } from '#web/ui/portal-frame.tsx'
import { isAllowed, type Permission } from '#worker/pure/permissions.ts'

/** The portal of the marketplace's own people. Everybody sees the parts their role is for; without a role there is no door. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { name, platformRole } = await requireProfile(context, request)
  if (platformRole === null || !isAllowed(platformRole, 'platform:read')) throw data({ code: 'not_allowed' }, { status: 403 })
  const summary = await attempt(() => context.api.api.v1.admin.summary.$get())
  return { who: name, role: platformRole, summary, nowMs: context.nowMs }
}

type Loaded = Awaited<ReturnType<typeof loader>>

export default function AdminPortal() {
  const { who, role, summary } = useLoaderData<typeof loader>()
  const links = linksOf(summary).filter(({ permission }) => isAllowed(role, permission))
  return (
    <PortalFrame portal="admin" name={m.ui_site_name()} note={roleText(role)} links={links} who={who} findPath="/admin/find">
      <Outlet />
    </PortalFrame>
  )
}

function linksOf(summary: Loaded['summary']): (PortalLink & { permission: Permission })[] {
  const found = summary.ok ? summary.value : null
  return [
    { to: '/admin', text: m.admin_nav_overview(), icon: House, key: 'h', isExact: true, permission: 'platform:read' },
    {
      to: '/admin/vendors',
      text: m.admin_nav_vendors(),
      icon: Store,
      key: 'v',
      permission: 'platform:read',
      count: found?.vendors?.inReview ?? 0,
    },
    { to: '/admin/orders', text: m.admin_nav_orders(), icon: Package, key: 'o', permission: 'platform:orders' },
    { to: '/admin/payouts', text: m.admin_nav_payouts(), icon: HandCoins, key: 'p', permission: 'platform:finance' },
    { to: '/admin/ledger', text: m.admin_nav_ledger(), icon: BookOpenText, key: 'l', permission: 'platform:finance' },
    { to: '/admin/rates', text: m.admin_nav_rates(), icon: Percent, key: 'r', permission: 'platform:rates' },
    {
      to: '/admin/dead-letters',
      text: m.admin_nav_letters(),
      icon: MailWarning,
      key: 'd',
      permission: 'platform:operate',
      count: found?.deadLetters ?? 0,
    },
  ]
}

export function ErrorBoundary() {
  return (
    <main id="content" tabIndex={-1} data-portal="admin" className="measure py-16 outline-none">
      <AdminError />
    </main>
  )
}
