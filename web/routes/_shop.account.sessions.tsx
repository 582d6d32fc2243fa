import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { SessionsView } from '#web/features/account/sessions-view.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await need(request, context.api.api.v1.me.sessions.$get())), nowMs: context.nowMs }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const sessions = context.api.api.v1.me.sessions
  if (form.get('intent') === 'others') {
    await need(request, sessions.$delete())
  } else {
    // One that ended meanwhile is as good as ended.
    await sessions[':sessionId'].$delete({ param: { sessionId: idParam('session', String(form.get('sessionId') ?? '')) } })
  }
  return redirectWith('/account/sessions', { key: 'session_ended' })
}

export const meta: MetaFunction = () => [{ title: m.account_sessions_page() }, ...PRIVATE_META]

export default function Sessions() {
  return <SessionsView {...useLoaderData<typeof loader>()} />
}
