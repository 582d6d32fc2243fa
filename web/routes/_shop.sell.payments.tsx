import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { PaymentsStep } from '#web/features/onboarding/payments-step.tsx'
import { SellFrame } from '#web/features/onboarding/sell-frame.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { nextStep, requireStore } from '#web/server/selling.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const selling = await requireStore(context, request)
  return { selling, hasCome: new URL(request.url).searchParams.has('connect'), next: nextStep(selling.done) }
}

/** Opens the account at the provider, or goes on with it; the page leads there. */
export async function action({ context }: ActionFunctionArgs) {
  const response = await context.api.api.v1.vendor.connect.$post()
  if (!response.ok) return { url: null, error: m.store_sell_payments_failed() }
  return { url: (await response.json()).url, error: null }
}

export const meta: MetaFunction = () => [{ title: m.store_sell_payments_page() }, ...PRIVATE_META]

export default function SellPayments() {
  const { selling, hasCome, next } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  return (
    <SellFrame selling={selling} current="payments" title={m.store_sell_payments_title()} text={m.store_sell_payments_text()}>
      <PaymentsStep connection={selling.connection} hasCome={hasCome} url={said?.url ?? null} error={said?.error ?? null} next={next} />
    </SellFrame>
  )
}
