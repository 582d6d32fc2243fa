import { data, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { passOnFile } from '#web/server/settlement-file.ts'
import { isId } from '#worker/pure/ids.ts'

/** A vendor's statement or invoice, or a tax year of all vendors, as a file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const { admin } = context.api.api.v1
  const [statementId, invoiceId, year] = [query.get('statement') ?? '', query.get('invoice') ?? '', query.get('year') ?? '']
  if (isId('statement', statementId)) {
    const format = query.get('format') === 'csv' ? 'csv' : 'pdf'
    return passOnFile(request, admin.statements[':statementId'][':format'].$get({ param: { statementId, format } }))
  }
  if (isId('invoice', invoiceId)) return passOnFile(request, admin.invoices[':invoiceId'].pdf.$get({ param: { invoiceId } }))
  if (/^20\d\d$/.test(year)) return passOnFile(request, admin['tax-years'].csv.$get({ query: { year } }))
  throw data(null, { status: 404 })
}
