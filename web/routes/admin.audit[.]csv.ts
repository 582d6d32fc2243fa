import { data, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { FILTERS } from '#web/features/oversight/audit-view.tsx'
import { problemOf } from '#web/server/answer.ts'
import { toLogIn } from '#web/server/session.ts'

/** The audit log as the page filters it, streamed as the API sends it. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const query = Object.fromEntries(FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])))
  const response = await context.api.api.v1.admin['audit.csv'].$get({ query: query as never })
  if (response.status === (401 as number)) throw toLogIn(request)
  if (!response.ok) throw data(await problemOf(response as never), { status: response.status })
  return new Response(response.body as ReadableStream | null, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="audit-log.csv"' },
  })
}
