import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { data, redirectDocument } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { LogInForm } from '#web/features/identity/auth-forms.ts'
import { LogInView } from '#web/features/identity/log-in-view.tsx'
import { homeOf, minutesToWait, PRIVATE_META, rememberedNext, withoutPasswords } from '#web/server/account.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { readProfile, safeNext } from '#web/server/session.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const profile = await readProfile(context)
  return { next: safeNext(params.get('next'), ''), email: params.get('email') ?? '', who: profile?.name ?? null }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const next = safeNext(String((await request.clone().formData()).get('next') ?? ''), '')
  const form = await readForm(request, LogInForm)
  if (!form.ok) return withoutPasswords(form.answer)
  const response = await context.api.api.v1.auth.login.$post({ json: form.value })
  if ((response.status as number) === 429) {
    const errors = [m.account_log_in_wait({ minutes: minutesToWait(response) })]
    return withoutPasswords(data(form.submission.reply({ formErrors: errors }) as SubmissionResult, { status: 429 }))
  }
  if (!response.ok) {
    return withoutPasswords(
      await refused(request, form.submission, response, { say: { wrong_credentials: () => m.account_log_in_refused() } }),
    )
  }
  // As a new document: the checkout's may load the card form, the one somebody logs in from may not.
  if (next !== '') return redirectDocument(next, 303)
  const remembered = await rememberedNext(request)
  if (remembered !== null) return redirectDocument(remembered.next, { status: 303, headers: remembered.headers })
  const me = await context.api.api.v1.me.$get()
  return redirectDocument(me.ok ? homeOf(await me.json()) : '/', 303)
}

export const meta: MetaFunction = () => [{ title: m.account_log_in_page() }, ...PRIVATE_META]

export default function LogIn() {
  return <LogInView {...useLoaderData<typeof loader>()} lastResult={useActionData<typeof action>()} />
}
