import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { categoryChoices } from '#web/features/goods/product-words.ts'
import { RulesView } from '#web/features/trust/rules-view.tsx'
import { RuleForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { loadQueueCounts } from '#web/server/moderation.ts'
import { requestKey } from '#web/server/request-key.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { v1 } = context.api.api
  const [rules, tree, counts] = await Promise.all([
    need(request, v1.admin.moderation.rules.$get({ query: {} })),
    need(request, v1.categories.$get({ query: {} })),
    loadQueueCounts(context),
  ])
  return { rules, categories: categoryChoices(tree.items), counts, formKey: crypto.randomUUID() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const rules = context.api.api.v1.admin.moderation.rules
  const entries = await request.clone().formData()
  if (entries.get('intent') === 'lift') {
    // One that is gone already is as good as lifted.
    await rules[':moderationRuleId'].$delete({
      param: { moderationRuleId: idParam('moderationRule', String(entries.get('ruleId') ?? '')) },
    })
    return redirectWith('/admin/moderation/rules', { key: 'saved' })
  }
  const form = await readForm(request, RuleForm)
  if (!form.ok) return form.answer
  const { kind, word, categoryId, effect, note } = form.value
  const json = { kind, value: kind === 'word' ? word : categoryId, effect, note }
  const response = await rules.$post({ json }, { headers: await requestKey(String(entries.get('formKey') ?? ''), json) })
  if (!response.ok) return refused(request, form.submission, response, { fields: { '/value': kind === 'word' ? 'word' : 'categoryId' } })
  const { rechecked } = await response.json()
  return redirectWith('/admin/moderation/rules', { key: 'rule_added', params: { count: String(rechecked) } })
}

export const meta: MetaFunction = () => [{ title: m.trust_tab_rules() }]

export default function RulesRoute() {
  return <RulesView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
