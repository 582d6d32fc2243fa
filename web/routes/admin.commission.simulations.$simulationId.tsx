import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Names, Simulation } from '#web/features/commission/commission-words.ts'
import { SaveForm } from '#web/features/commission/rule-form.ts'
import { SimulationView } from '#web/features/commission/simulation-view.tsx'
import { type StorePage, storePage } from '#web/features/commission/store-page.ts'
import { need } from '#web/server/answer.ts'
import { commissionNames } from '#web/server/commission-names.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { admin } = context.api.api.v1
  const param = { simulationId: idParam('commissionSimulation', params.simulationId) }
  const { vendors, ...simulation } = await need(request, admin['commission-simulations'][':simulationId'].$get({ param }))
  const stores = storePage(vendors, new URL(request.url).searchParams)
  const names = await commissionNames(context, [simulation.rule?.scope.vendorId, ...[...stores.rows, ...simulation.mostChanged].map(({ vendorId }) => vendorId)])
  const ruleId = simulation.replacesId ?? simulation.ruleId
  const named =
    simulation.kind === 'end' ? (await need(request, admin['commission-rules'][':ruleId'].$get({ param: { ruleId } }))).name : simulation.rule?.name
  return { simulation, stores, name: named ?? '', names, idempotencyKey: crypto.randomUUID() }
} // biome-ignore format: one question a line

const FLASH = { new: 'commission_started', change: 'commission_changed', end: 'commission_ended' } as const

/** Goes on replaying, or saves what was looked at. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const simulationId = idParam('commissionSimulation', params.simulationId)
  const { admin } = context.api.api.v1
  const simulations = admin['commission-simulations'][':simulationId']
  const entries = await request.clone().formData()
  if (entries.get('intent') === 'continue') {
    await need(request, simulations.continue.$post({ param: { simulationId } }))
    return null
  }
  const key = entries.get('idempotencyKey')
  const form = await readForm(request, SaveForm)
  if (!form.ok) return form.answer
  const { kind } = await need(request, simulations.$get({ param: { simulationId } }))
  const response = await admin['commission-rules'].$post(
    { json: { simulationId, reason: form.value.reason } },
    { headers: await requestKey(String(key ?? ''), form.value) },
  )
  if (!response.ok) return refused(request, form.submission, response, { say: { simulation_stale: () => m.commission_sim_stale() } })
  const { name } = (await response.json()) as { name: string }
  return redirectWith('/admin/commission', { key: FLASH[kind], params: { name } })
}

export const meta: MetaFunction = () => [{ title: m.commission_title() }]

export default function CommissionSimulation() {
  const { simulation, stores, names, ...page } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>() as SubmissionResult | undefined
  return (
    <SimulationView {...page} simulation={simulation as Simulation} stores={stores as StorePage} names={names as Names} result={result} />
  )
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
