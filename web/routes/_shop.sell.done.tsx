import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DoneView } from '#web/features/onboarding/landing-view.tsx'
import { SellFrame } from '#web/features/onboarding/sell-frame.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { nextStep, requireStore } from '#web/server/selling.ts'

export const loader = async ({ context, request }: LoaderFunctionArgs) => ({ selling: await requireStore(context, request) })

export const meta: MetaFunction = () => [{ title: m.store_sell_done_page() }, ...PRIVATE_META]

export default function SellDone() {
  const { selling } = useLoaderData<typeof loader>()
  const isMissing = nextStep(selling.done) !== '/sell/done'
  return (
    <SellFrame
      selling={selling}
      current={null}
      title={isMissing ? m.store_sell_almost_title() : m.store_sell_done_title({ name: selling.store.name })}
      text={m.store_sell_done_text()}
    >
      <DoneView {...selling.store} isMissing={isMissing} />
    </SellFrame>
  )
}
