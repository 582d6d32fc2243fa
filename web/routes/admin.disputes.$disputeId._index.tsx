import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CaseView } from '#web/features/disputes/case-view.tsx'
import { need } from '#web/server/answer.ts'
import { disputeCall, refusalOf, uploadOf } from '#web/server/disputes.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import type { FlashKey } from '#web/ui/flash-texts.ts'
import { moneyText } from '#web/ui/format.ts'
import { EVIDENCE_TEXT_FIELDS } from '#worker/pure/dispute-evidence.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { disputeId: idParam('dispute', params.disputeId) }
  const [dispute, me] = await Promise.all([
    need(request, disputeCall(context).$get({ param })),
    need(request, context.api.api.v1.me.$get()),
  ])
  return { dispute, myId: me.id, nowMs: context.nowMs, idempotencyKey: crypto.randomUUID() }
}

/** A refusal means that the case is not what the page shows any more. */
export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const param = { disputeId: idParam('dispute', params.disputeId) }
  const call = disputeCall(context)
  const form = await request.formData()
  const said = (name: string) => String(form.get(name) ?? '')
  const header = { headers: { 'if-match': `"${said('version')}"` } }
  const [key, response] = await (async (): Promise<[FlashKey, Parameters<typeof refusalOf>[1]]> => {
    switch (said('intent')) {
      case 'evidence': {
        const { evidence } = await need(request, call.$get({ param }))
        const gathered = evidence.gathered as Partial<Record<string, string>>
        // What is as it was gathered stays so: it follows when more becomes known.
        const entries = EVIDENCE_TEXT_FIELDS.map((field) => [field, said(field).replaceAll('\r\n', '\n').trim()] as const)
        const texts = Object.fromEntries(entries.filter(([field, text]) => text !== '' && text !== gathered[field]?.trim()))
        return ['dispute_saved', await call.evidence.$put({ param, json: { texts } }, header)]
      }
      case 'submit':
        return ['dispute_sent', await call.submit.$post({ param }, header)]
      case 'accept':
        return ['dispute_accepted', await call.accept.$post({ param, json: { reason: said('reason') } })]
      case 'write_off':
        return [
          'dispute_write_off',
          await call['write-off'].$post({ param, json: { reason: said('reason') } }, { headers: { 'idempotency-key': said('key') } }),
        ]
      case 'note':
        return ['dispute_noted', await call.notes.$post({ param, json: { text: said('text') } })]
      case 'assign':
        return [
          'dispute_assigned',
          await call.assignee.$put({ param, json: { accountId: said('accountId') === '' ? null : (said('accountId') as never) } }),
        ]
      case 'file': {
        const { query, options } = uploadOf(form)
        return ['dispute_file', await call.files.$post({ param, query }, options)]
      }
      case 'drop':
        return [
          'dispute_file_removed',
          await call.files[':fileId'].$delete({ param: { ...param, fileId: idParam('disputeFile', said('fileId')) } }),
        ]
      default:
        return ['dispute_refreshed', await call.refresh.$post({ param })]
    }
  })()
  return (await refusalOf(request, response)) ?? redirectWith(`/admin/disputes/${param.disputeId}`, { key })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? m.disputes_case_title({ amount: moneyText(data.dispute) }) : m.disputes_title() },
]

export default function Dispute() {
  const page = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() as { errors?: string[] } | undefined
  return <CaseView key={`${page.dispute.id}/${page.dispute.version}`} {...page} errors={refused?.errors ?? []} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
