import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DocumentsView } from '#web/features/settlement/documents-view.tsx'
import { need } from '#web/server/answer.ts'

/** What a store has of statements, invoices and tax data. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { vendor } = context.api.api.v1
  const cursor = new URL(request.url).searchParams.get('cursor')
  const [open, statements, invoices] = await Promise.all([
    need(request, vendor['open-statements'].$get()),
    need(request, vendor.statements.$get({ query: { limit: '24', ...(cursor === null ? {} : { cursor }) } })),
    need(request, vendor.invoices.$get({ query: { limit: '24' } })),
  ])
  const year = new Date(context.nowMs).getUTCFullYear()
  return { open: open.items, statements, invoices, years: [year, year - 1, year - 2] }
}

export const meta: MetaFunction = () => [{ title: m.settlement_documents_title() }]

export default function Documents() {
  return <DocumentsView {...useLoaderData<typeof loader>()} />
}
