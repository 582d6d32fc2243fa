import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { QuestionView } from '#web/features/trust/question-view.tsx'
import { VerdictForm } from '#web/features/trust/trust-forms.ts'
import { attempt, need } from '#web/server/answer.ts'
import { readProduct } from '#web/server/catalog.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const itemId = idParam('moderationItem', params.itemId)
  const question = await need(request, context.api.api.v1.admin.moderation.items[':itemId'].$get({ param: { itemId } }))
  const { kind, slug, state } = question.subject
  const read = kind === 'listing' && slug !== null && state === 'shown' ? await attempt(() => readProduct(context, slug)) : null
  return { question, listing: read?.ok ? read.value : null, nowMs: context.nowMs }
}

/** A refusal means that it changed, or somebody decided meanwhile: the page has to show what. */
export const shouldRevalidate = () => true

export async function action({ context, params, request }: ActionFunctionArgs) {
  const itemId = idParam('moderationItem', params.itemId)
  const version = String((await request.clone().formData()).get('version') ?? '')
  const form = await readForm(request, VerdictForm)
  if (!form.ok) return form.answer
  const call = context.api.api.v1.admin.moderation.items[':itemId']
  const response = await call.decision.$post({ param: { itemId }, json: form.value }, { headers: { 'if-match': `"${version}"` } })
  if (!response.ok)
    return refused(request, form.submission, response, {
      say: { changed_meanwhile: () => m.trust_question_changed(), already_decided: () => m.trust_question_decided() },
    })
  const { subject } = await need(request, call.$get({ param: { itemId } }))
  return redirectWith('/admin/moderation', { key: 'moderated', params: { title: subject.title } })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.question.subject.title ?? m.trust_moderation_title() }]

export default function Question() {
  const page = useLoaderData<typeof loader>()
  return <QuestionView key={page.question.version} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
