import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { HealthView } from '#web/features/trust/health-view.tsx'
import { need } from '#web/server/answer.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { health: await need(request, context.api.api.v1.vendor.health.$get({ query: {} })) }
}

export const meta: MetaFunction = () => [{ title: m.trust_health_title() }]

export default function HealthRoute() {
  return <HealthView {...useLoaderData<typeof loader>()} />
}
