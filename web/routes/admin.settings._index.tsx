import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Setting } from '#web/features/platform/setting-words.ts'
import { SettingsView } from '#web/features/platform/settings-view.tsx'
import { need } from '#web/server/answer.ts'
import { requireProfile } from '#web/server/session.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const profile = await requireProfile(context, request)
  const { items } = await need(request, context.api.api.v1.admin.settings.$get({}))
  const canEdit = profile.platformRole !== null && isAllowed(profile.platformRole, 'platform:settings')
  return { items, canEdit, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.platform_settings_title() }]

export default function Settings() {
  const page = useLoaderData<typeof loader>()
  return <SettingsView {...page} items={page.items as Setting[]} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
