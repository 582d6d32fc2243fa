import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { MyReviewsView } from '#web/features/reviews/my-reviews-view.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, request }: LoaderFunctionArgs) {
  return need(request, context.api.api.v1.me.reviews.$get({ query: {} }))
}

export const meta: MetaFunction = () => [{ title: m.trust_my_reviews_title() }, ...PRIVATE_META]

export default function MyReviews() {
  return <MyReviewsView {...useLoaderData<typeof loader>()} />
}
