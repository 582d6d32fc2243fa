import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PlansView } from '#web/features/platform/plans-view.tsx'
import { need } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const profile = await requireProfile(context, request)
  const list = await need(request, context.api.api.v1.admin.plans.$get({}))
  return { list, canEdit: profile.platformRole !== null && isAllowed(profile.platformRole, 'platform:settings') }
}

export const meta: MetaFunction = () => [{ title: m.platform_plans_title() }]

export default function AdminPlans() {
  return <PlansView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
