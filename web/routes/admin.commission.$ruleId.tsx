import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Names, Rule } from '#web/features/commission/commission-words.ts'
import { RuleView } from '#web/features/commission/rule-view.tsx'
import type { loader as adminLoader } from '#web/routes/admin.tsx'
import { attempt, need, problemOf } from '#web/server/answer.ts'
import { commissionNames } from '#web/server/commission-names.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const ruleId = idParam('commissionRule', params.ruleId)
  const rules = context.api.api.v1.admin['commission-rules'][':ruleId']
  const rule = await need(request, rules.$get({ param: { ruleId } }))
  const names = await commissionNames(context, [rule.scope.vendorId])
  const { replacesId } = rule
  const before = replacesId === null ? null : await attempt(() => rules.$get({ param: { ruleId: replacesId } }))
  const madeBy = rule.createdBy.startsWith('acc_') ? rule.createdByName || `…${rule.createdBy.slice(-6)}` : m.ui_site_name()
  return { rule, names, madeBy, replaces: before?.ok ? before.value.name : null, idempotencyKey: crypto.randomUUID() }
}

/** Replays ending the rule; nothing is changed before the next page is confirmed. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const key = (await request.formData()).get('idempotencyKey')
  const change = { kind: 'end' as const, ruleId: idParam('commissionRule', params.ruleId) }
  const response = await context.api.api.v1.admin['commission-rules'].simulate.$post(
    { json: { change } },
    { headers: await requestKey(String(key ?? ''), change) },
  )
  if (!response.ok) {
    const { detail, status } = await problemOf(response)
    return data({ error: detail === '' ? m.ui_try_again_soon() : detail }, { status })
  }
  return redirect(`/admin/commission/simulations/${((await response.json()) as { id: string }).id}`, 303)
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.rule.name ?? m.commission_title() }]

export default function CommissionRule() {
  const role = useRouteLoaderData<typeof adminLoader>('routes/admin')?.role
  const page = useLoaderData<typeof loader>()
  const error = (useActionData<typeof action>() as { error: string } | undefined)?.error
  return (
    <RuleView
      {...page}
      rule={page.rule as Rule}
      names={page.names as Names}
      canChange={role !== undefined && isAllowed(role, 'platform:rates')}
      error={error}
    />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
