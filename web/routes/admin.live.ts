import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { attempt } from '#web/server/answer.ts'

/** The overview's figures as of now, for a page that shows them already. `value` null: they could not be read. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const wanted = new URL(request.url).searchParams.get('period')
  const period = wanted === '7d' || wanted === '30d' ? wanted : 'today'
  const overview = await attempt(() => context.api.api.v1.admin.overview.$get({ query: { period } }))
  return { value: overview.ok ? overview.value : null }
}
