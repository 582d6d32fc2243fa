import { type ActionFunctionArgs, redirect } from '@remix-run/cloudflare'
import { redirectWith } from '#web/server/flash.ts'
import { safeNext } from '#web/server/session.ts'

export const loader = () => redirect('/')

/** Ends the session of this browser. `next` is asked for again at the log-in, for those who want to be somebody else. */
export async function action({ context, request }: ActionFunctionArgs) {
  await context.api.api.v1.auth.logout.$post({ json: {} })
  const next = safeNext(new URL(request.url).searchParams.get('next'), '')
  return redirectWith(next === '' ? '/' : `/login?next=${encodeURIComponent(next)}`, { key: 'logged_out' })
}
