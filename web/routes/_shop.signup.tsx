import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { getLocale } from '#locale'
import { m } from '#messages'
import { SignUpForm } from '#web/features/identity/auth-forms.ts'
import { SignUpView } from '#web/features/identity/sign-up-view.tsx'
import { rememberNext, withoutPasswords } from '#web/server/account.ts'
import { readForm, refused } from '#web/server/form.ts'
import { safeNext } from '#web/server/session.ts'

export function loader({ request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  return { next: safeNext(params.get('next'), ''), email: params.get('email') ?? '' }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const next = safeNext(String((await request.clone().formData()).get('next') ?? ''), '')
  const form = await readForm(request, SignUpForm)
  if (!form.ok) return withoutPasswords(form.answer)
  const response = await context.api.api.v1.auth.register.$post({ json: { ...form.value, locale: getLocale() } })
  if (!response.ok) return withoutPasswords(await refused(request, form.submission, response))
  return redirect('/check-mail?for=sign_up', { status: 303, headers: await rememberNext(next) })
}

export const meta: MetaFunction = () => [{ title: m.account_sign_up_page() }]

export default function SignUp() {
  return <SignUpView {...useLoaderData<typeof loader>()} lastResult={useActionData<typeof action>()} />
}
