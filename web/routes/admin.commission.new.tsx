import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Names } from '#web/features/commission/commission-words.ts'
import { RuleEditor } from '#web/features/commission/rule-editor.tsx'
import { draftOf, FIELDS, RuleForm, rangeOf, type TypedRule, typedRule } from '#web/features/commission/rule-form.ts'
import { countryOptions } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { commissionNames } from '#web/server/commission-names.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requestKey } from '#web/server/request-key.ts'
import { requireRole } from '#web/server/require-role.ts'
import { vendorChoice, vendorWords } from '#web/server/vendor-names.ts'
import { isId } from '#worker/pure/ids.ts'

/** A new rule, or (`?from=`) another in the place of one. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  await requireRole(context, request, 'platform:rates')
  const params = new URL(request.url).searchParams
  const from = params.get('from') ?? ''
  const vendor = params.get('vendor') ?? ''
  const rules = context.api.api.v1.admin['commission-rules']
  const rule = isId('commissionRule', from) ? await need(request, rules[':ruleId'].$get({ param: { ruleId: from } })) : null
  const named = rule?.scope.vendorId ?? (isId('vendor', vendor) ? vendor : null)
  const [names, words] = await Promise.all([commissionNames(context), vendorWords(context, named)])
  return {
    typed: typedRule(rule, words),
    changes: rule && { id: rule.id, name: rule.name },
    names,
    countries: countryOptions(),
    idempotencyKey: crypto.randomUUID(),
    today: new Date(context.nowMs).toISOString().slice(0, 10),
  }
}

/** Nothing is changed here: what was typed is replayed on placed orders, and the next page shows it. */
export async function action({ context, request }: ActionFunctionArgs) {
  const key = (await request.clone().formData()).get('idempotencyKey')
  const form = await readForm(request, RuleForm)
  if (!form.ok) return form.answer
  const from = new URL(request.url).searchParams.get('from') ?? ''
  const wrong = (fieldErrors: Record<string, string[]>, status: number) => data(form.submission.reply({ fieldErrors }) as SubmissionResult, { status })
  const { id: vendorId, words, isUnknown } = await vendorChoice(context, form.value.vendor)
  // An id that stays one is nobody's.
  if (isUnknown || isId('vendor', words)) return wrong({ vendor: [m.commission_field_vendor_error()] }, 422)
  const rule = draftOf(form.value, vendorId, context.nowMs)
  const change = isId('commissionRule', from) ? { kind: 'change' as const, ruleId: from, rule } : { kind: 'new' as const, rule }
  const range = rangeOf(form.value.replay, context.nowMs)
  const response = await context.api.api.v1.admin['commission-rules'].simulate.$post(
    { json: { change: change as never, ...range } },
    { headers: await requestKey(String(key ?? ''), { change, replay: form.value.replay }) },
  )
  if (!response.ok) {
    if ((response.status as number) === 404 && form.value.productId !== '') return wrong({ productId: [m.commission_field_product_unknown()] }, 404)
    return refused(request, form.submission, response, { fields: FIELDS })
  }
  const simulation = (await response.json()) as { id: string }
  return redirect(`/admin/commission/simulations/${simulation.id}`, 303)
} // biome-ignore format: one answer

export const meta: MetaFunction = () => [{ title: m.commission_new_title() }]

export default function NewRule() {
  const page = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>() as SubmissionResult | undefined
  return <RuleEditor {...page} typed={page.typed as TypedRule} names={page.names as Names} result={result} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
