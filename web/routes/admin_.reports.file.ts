import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { reportQuery } from '#web/server/report-query.ts'
import { passOnFile } from '#web/server/settlement-file.ts'

/** A report as the page shows it, as a file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const report = params.get('kind') === 'taxes' ? 'taxes' : 'money'
  const query = { ...reportQuery(params, context.nowMs), format: params.get('format') === 'xlsx' ? 'xlsx' : 'csv' }
  return passOnFile(request, context.api.api.v1.admin.reports[':report'].export.$get({ param: { report }, query: query as never }) as never)
}
