import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ListingsView } from '#web/features/trust/listings-view.tsx'
import { QuestionForm } from '#web/features/trust/trust-forms.ts'
import { need } from '#web/server/answer.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { loadQueueCounts } from '#web/server/moderation.ts'
import { isCurrency } from '#worker/pure/money.ts'

/** What is on sale, the newest first: a moderator looks at what nobody has reported. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const [words, vendor, currency, cursor] = ['q', 'vendor', 'currency', 'cursor'].map(
    (name) => params.get(name)?.trim().slice(0, 400) ?? '',
  )
  const query = {
    sort: 'newest',
    limit: '30',
    ...(words ? { q: words.slice(0, 200) } : {}),
    ...(vendor && /^[a-z0-9-]{1,60}$/.test(vendor) ? { vendor } : {}),
    ...(currency && isCurrency(currency) ? { currency } : {}),
    ...(cursor ? { cursor } : {}),
  } as const
  const [list, counts] = await Promise.all([
    need(request, context.api.api.v1.listings.$get({ query: query as never })),
    loadQueueCounts(context),
  ])
  return { list, counts, words: words ?? '', vendor: vendor ?? '' }
}

/** Opens a question about one of them, to be decided on its own page. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, QuestionForm)
  if (!form.ok) return form.answer
  const { subjectId, reason } = form.value
  const response = await context.api.api.v1.admin.moderation.items.$post({ json: { kind: 'listing', subjectId, reason } as never })
  if (!response.ok) return refused(request, form.submission, response)
  throw redirect(`/admin/moderation/${(await response.json()).id}`, 303)
}

export const meta: MetaFunction = () => [{ title: m.trust_tab_listings() }]

export default function Listings() {
  return <ListingsView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
