import { data, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { Outlet, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AdminError } from '#web/features/admin/admin-error.tsx'
import { adminSections } from '#web/features/admin/admin-nav.ts'
import { roleText } from '#web/features/admin/admin-words.ts'
import { attempt } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'
import { PortalFrame } from '#web/ui/portal-frame.tsx'
import { isAllowed } from '#worker/pure/permissions.ts'

/** The portal of the marketplace's own people. Everybody sees the parts their role is for; without a role there is no door. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { name, platformRole } = await requireProfile(context, request)
  if (platformRole === null || !isAllowed(platformRole, 'platform:read')) throw data({ code: 'not_allowed' }, { status: 403 })
  const summary = await attempt(() => context.api.api.v1.admin.summary.$get())
  return { who: name, role: platformRole, summary, nowMs: context.nowMs }
}

export default function AdminPortal() {
  const { who, role, summary } = useLoaderData<typeof loader>()
  const sections = adminSections(role, summary.ok ? summary.value : null)
  return (
    <PortalFrame portal="admin" name={m.ui_site_name()} note={roleText(role)} sections={sections} who={who} findPath="/admin/find">
      <Outlet />
    </PortalFrame>
  )
}

export function ErrorBoundary() {
  return (
    <main id="content" tabIndex={-1} data-portal="admin" className="measure py-16 outline-none">
      <AdminError />
    </main>
  )
}
