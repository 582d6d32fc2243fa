import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AddressForm, NewPasswordForm } from '#web/features/identity/auth-forms.ts'
import { AskMailForm, AskMailView, DeadLinkView, NewPasswordView } from '#web/features/identity/link-views.tsx'
import { PRIVATE_META, toCheckMail, withoutPasswords } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'

export function loader({ request }: LoaderFunctionArgs) {
  return { token: new URL(request.url).searchParams.get('token') }
}

/** Without a token the link is asked for, with one the password is set. */
export async function action({ context, request }: ActionFunctionArgs) {
  const isAsking = (await request.clone().formData()).get('intent') === 'send'
  if (isAsking) {
    const form = await readForm(request, AddressForm)
    if (!form.ok) return { kind: 'asked' as const, result: form.answer.data }
    const response = await context.api.api.v1.auth['password-reset'].$post({ json: form.value })
    if (!response.ok) return { kind: 'asked' as const, result: (await refused(request, form.submission, response)).data }
    throw toCheckMail('reset')
  }
  const form = await readForm(request, NewPasswordForm)
  if (!form.ok) return { kind: 'set' as const, result: withoutPasswords(form.answer).data }
  const response = await context.api.api.v1.auth['password-reset'].confirm.$post({ json: form.value })
  if (response.ok) throw await redirectWith('/account', { key: 'password_set' })
  if ((response.status as number) === 410) return { kind: 'dead' as const }
  return { kind: 'set' as const, result: withoutPasswords(await refused(request, form.submission, response)).data }
}

export const meta: MetaFunction = () => [{ title: m.account_reset_page() }, ...PRIVATE_META]

export default function ResetPassword() {
  const { token } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const asked = said?.kind === 'asked' ? said.result : undefined
  if (said?.kind === 'dead') {
    return (
      <DeadLinkView text={m.account_reset_dead()}>
        <AskMailForm id="reset" to="/reset-password" action={m.account_reset_action()} lastResult={asked} />
      </DeadLinkView>
    )
  }
  if (token === null) {
    return (
      <AskMailView
        id="reset"
        title={m.account_reset_title()}
        text={m.account_reset_text()}
        action={m.account_reset_action()}
        lastResult={asked}
      />
    )
  }
  return <NewPasswordView token={token} lastResult={said?.kind === 'set' ? said.result : undefined} />
}
