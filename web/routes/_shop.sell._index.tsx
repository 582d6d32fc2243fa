import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { LandingView } from '#web/features/onboarding/landing-view.tsx'
import { nextStep, readSelling } from '#web/server/selling.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, request }: LoaderFunctionArgs) {
  const selling = await readSelling(context, request)
  if (selling?.store == null) return { store: null, next: '/sell/store', isGuest: selling === null, done: null }
  const { store, done } = selling
  const isOpen = nextStep(done) === '/sell/done'
  return { store: { name: store.name, isOpen }, next: isOpen ? '/vendor' : nextStep(done), isGuest: false, done }
}

export const meta: MetaFunction = () => [
  { title: m.store_sell_landing_page() },
  { name: 'description', content: m.store_sell_landing_text() },
]

export default function Sell() {
  return <LandingView {...useLoaderData<typeof loader>()} />
}
