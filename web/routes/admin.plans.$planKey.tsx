import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { PlanEditView } from '#web/features/platform/plan-edit-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { SettingsForm } from '#web/server/settings-form.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { PLAN_INTERVALS, PLAN_LIMITS, type PlanLimits, type PlanPrice } from '#worker/pure/plan.ts'

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { plans } = await need(request, context.api.api.v1.admin.plans.$get({}))
  const plan = plans.find(({ key }) => key === params.planKey)
  if (!plan) throw data(null, { status: 404 })
  return { plan }
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = new SettingsForm(await request.formData())
  const prices = CURRENCIES.flatMap((currency) =>
    PLAN_INTERVALS.flatMap((interval): PlanPrice[] => {
      const name = `price.${currency}.${interval}`
      const text = form.text(name)
      if (text === '') return []
      const amountMinor = parsePrice(text, currency)
      if (amountMinor === null) form.errors[name] = m.platform_amount_error()
      return [{ currency, interval, amountMinor: amountMinor ?? 0 }]
    }),
  )
  const json = {
    name: form.text('name'),
    summary: form.text('summary'),
    isOffered: form.isOn('isOffered'),
    limits: Object.fromEntries(PLAN_LIMITS.map((limit) => [limit, form.whole(limit, null)])) as PlanLimits,
    commissionPlanKey: form.text('commissionPlanKey') || null,
    prices,
    version: Number(form.text('version')),
    reason: form.reason(),
  }
  if (form.isWrong) return form.again()
  const response = await context.api.api.v1.admin.plans[':planKey'].$put({ param: { planKey: params.planKey ?? '' }, json })
  if (!response.ok) return form.refused(request, response, { '/prices': '', '/limits/products': 'products', '/isOffered': '' })
  throw await redirectWith('/admin/plans', { key: 'saved' })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: m.platform_plans_edit({ plan: page?.plan.name ?? '' }) }]

export default function EditPlan() {
  const { plan } = useLoaderData<typeof loader>()
  return <PlanEditView plan={plan} refused={useActionData<typeof action>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
