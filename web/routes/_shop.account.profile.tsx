import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ProfileForm } from '#web/features/account/profile-form.ts'
import { type Intent, ProfileView } from '#web/features/account/profile-view.tsx'
import { EmailChangeForm, PasswordChangeForm } from '#web/features/identity/auth-forms.ts'
import { languageOptions, minutesToWait, PRIVATE_META, toCheckMail, withoutPasswords } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { requireProfile } from '#web/server/session.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { profile: await requireProfile(context, request), languages: languageOptions() }
}

type Said = { intent: Intent; result: SubmissionResult }

export async function action({ context, request }: ActionFunctionArgs): Promise<Said> {
  const intent = String((await request.clone().formData()).get('intent'))
  if (intent === 'email') return { intent, result: await changeEmail(context, request) }
  if (intent === 'password') return { intent, result: await changePassword(context, request) }
  return { intent: 'profile', result: await changeProfile(context, request) }
}

async function changeProfile({ api }: AppLoadContext, request: Request): Promise<SubmissionResult> {
  const form = await readForm(request, ProfileForm)
  if (!form.ok) return form.answer.data
  const { version, ...json } = form.value
  const response = await api.api.v1.me.$patch({ json, header: { 'if-match': `"${version}"` } })
  if (!response.ok)
    return (await refused(request, form.submission, response, { say: { changed_meanwhile: () => m.account_changed_meanwhile() } })).data
  throw await redirectWith('/account/profile', { key: 'saved' })
}

async function changeEmail({ api }: AppLoadContext, request: Request): Promise<SubmissionResult> {
  const form = await readForm(request, EmailChangeForm)
  if (!form.ok) return withoutPasswords(form.answer).data
  const response = await api.api.v1.me['email-change'].$post({ json: form.value })
  if (!response.ok) return withoutPasswords(await refused(request, form.submission, response, passwordSays(response))).data
  throw toCheckMail('email')
}

async function changePassword({ api }: AppLoadContext, request: Request): Promise<SubmissionResult> {
  const form = await readForm(request, PasswordChangeForm)
  if (!form.ok) return withoutPasswords(form.answer).data
  const response = await api.api.v1.me.password.$put({ json: form.value })
  if (!response.ok) return withoutPasswords(await refused(request, form.submission, response, passwordSays(response))).data
  throw await redirectWith('/account/profile', { key: 'password_set' })
}

const passwordSays = (response: { headers: Headers }) => ({
  say: {
    wrong_password: () => m.account_password_wrong(),
    too_many_guesses: () => m.account_log_in_wait({ minutes: minutesToWait(response) }),
  },
})

export const meta: MetaFunction = () => [{ title: m.account_profile_page() }, ...PRIVATE_META]

export default function ProfileRoute() {
  return <ProfileView {...useLoaderData<typeof loader>()} said={useActionData<typeof action>()} />
}
