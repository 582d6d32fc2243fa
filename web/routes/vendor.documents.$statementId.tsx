import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { StatementView } from '#web/features/settlement/statement-view.tsx'
import { need } from '#web/server/answer.ts'
import { monthText } from '#web/ui/format.ts'
import { isId } from '#worker/pure/ids.ts'
import { FIGURES } from '#worker/pure/statement.ts'

/** A closed statement, and the transfers behind one of its figures if one is asked for. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const statementId = params.statementId ?? ''
  if (!isId('statement', statementId)) throw data(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const figure = FIGURES.find((each) => each === query.get('figure')) ?? null
  const statements = context.api.api.v1.vendor.statements[':statementId']
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
  return { statement, figure, moves }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: loaded ? m.settlement_statement_title({ month: monthText(loaded.statement.period) }) : m.settlement_documents_title() },
]

export default function StatementPage() {
  const { statement, figure, moves } = useLoaderData<typeof loader>()
  return <StatementView {...{ statement, figure, moves }} base="/vendor/documents" back={m.settlement_back_documents()} />
}
