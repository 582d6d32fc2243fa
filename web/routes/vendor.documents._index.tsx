import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DocumentsView } from '#web/features/settlement/documents-view.tsx'
import { need } from '#web/server/answer.ts'

/** What a store has of statements, invoices and tax data. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const params = new URL(request.url).searchParams
  // Two lists on one page, each with a cursor of its own.
  const pageOf = (name: string) => {
    const cursor = params.get(name)
    return { limit: '24', ...(cursor === null ? {} : { cursor }) }
  }
  const [open, statements, invoices] = await Promise.all([
    need(request, vendor['open-statements'].$get()),
    need(request, vendor.statements.$get({ query: pageOf('cursor') })),
    need(request, vendor.invoices.$get({ query: pageOf('invoices') })),
  ])
  const year = new Date(context.nowMs).getUTCFullYear()
  return { open: open.items, statements, invoices, years: [year, year - 1, year - 2] }
}

export const meta: MetaFunction = () => [{ title: m.settlement_documents_title() }]

export default function Documents() {
  return <DocumentsView {...useLoaderData<typeof loader>()} />
}
