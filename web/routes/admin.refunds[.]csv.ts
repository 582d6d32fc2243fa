import { data, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { problemOf } from '#web/server/answer.ts'
import { refundFilters, refundQuery } from '#web/server/refund-filters.ts'
import { toLogIn } from '#web/server/session.ts'

/** Refunds as the page filters them, streamed as the API sends them. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const filters = await refundFilters(context, new URL(request.url).searchParams)
  const response = await context.api.api.v1.admin['refunds.csv'].$get({ query: refundQuery(filters) as never })
  if (response.status === (401 as number)) throw toLogIn(request)
  if (!response.ok) throw data(await problemOf(response as never), { status: response.status })
  return new Response(response.body as ReadableStream | null, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="refunds.csv"' },
  })
}
