import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { recordPage } from '#web/features/admin/record-pages.ts'
import { StatementView } from '#web/features/settlement/statement-view.tsx'
import { need } from '#web/server/answer.ts'
import { vendorNames } from '#web/server/vendor-names.ts'
import { monthText } from '#web/ui/format.ts'
import { isId } from '#worker/pure/ids.ts'
import { FIGURES } from '#worker/pure/statement.ts'

/** A vendor's closed statement, and the transfers behind one of its figures if one is asked for. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const statementId = params.statementId ?? ''
  if (!isId('statement', statementId)) throw data(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const figure = FIGURES.find((each) => each === query.get('figure')) ?? null
  const statements = context.api.api.v1.admin.statements[':statementId']
  const cursor = query.get('cursor')
  const [statement, moves] = await Promise.all([
    need(request, statements.$get({ param: { statementId } })),
    figure === null
      ? null
      : need(
          request,
          statements.transfers.$get({ param: { statementId }, query: { figure, limit: '50', ...(cursor === null ? {} : { cursor }) } }),
        ),
  ])
  const [vendor] = await vendorNames(context, [statement.vendorId])
  return { statement, figure, moves, vendorName: vendor?.name ?? statement.vendorId }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? m.settlement_statement_title({ month: monthText(loaded.statement.period) }) : m.settlement_statements_title() },
]

const causeTo = (id: string) => recordPage(id) ?? `/admin/ledger?cause=${id}`

export default function StatementPage() {
  const { statement, figure, moves, vendorName } = useLoaderData<typeof loader>()
  return (
    <StatementView {...{ statement, figure, moves, vendorName, causeTo }} base="/admin/statements" back={m.settlement_back_statements()} />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
