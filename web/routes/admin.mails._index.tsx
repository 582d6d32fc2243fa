import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { MailsView } from '#web/features/platform/mails-view.tsx'
import { need } from '#web/server/answer.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { items } = await need(request, context.api.api.v1.admin.mails.$get({}))
  return { items, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.platform_mails_title() }]

export default function Mails() {
  return <MailsView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
