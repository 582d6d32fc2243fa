import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { BUYER_STATES, BuyersView } from '#web/features/trust/buyers-view.tsx'
import { need } from '#web/server/answer.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams
  const state = BUYER_STATES.find((one) => one === search.get('show')) ?? null
  const words = search.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = search.get('cursor') ?? ''
  const query = {
    limit: '50',
    ...(state === null ? {} : { state }),
    ...(words === '' ? {} : { q: words }),
    ...(isId('account', cursor) ? { cursor } : {}),
  }
  return { list: await need(request, context.api.api.v1.admin.buyers.$get({ query })), state, words, nowMs: context.nowMs }
}

export const meta: MetaFunction = () => [{ title: m.trust_buyers_title() }]

export default function BuyersRoute() {
  return <BuyersView {...useLoaderData<typeof loader>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
