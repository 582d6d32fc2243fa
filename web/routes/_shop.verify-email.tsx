import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { AddressForm } from '#web/features/identity/auth-forms.ts'
import { AskMailForm, AskMailView, DeadLinkView, UseLinkView } from '#web/features/identity/link-views.tsx'
import { PRIVATE_META, toCheckMail } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { spendLink } from '#web/server/mail-link.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export function loader({ request }: LoaderFunctionArgs) {
  return { token: new URL(request.url).searchParams.get('token') }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.clone().formData()
  if (form.get('intent') === 'send') {
    const asked = await readForm(request, AddressForm)
    if (!asked.ok) return { kind: 'asked' as const, result: asked.answer.data }
    const response = await context.api.api.v1.auth['verify-email'].resend.$post({ json: asked.value })
    if (!response.ok) return { kind: 'asked' as const, result: (await refused(request, asked.submission, response)).data }
    throw toCheckMail('resend')
  }
  const token = String(form.get('token') ?? '')
  const refusal = await spendLink(context.api.api.v1.auth['verify-email'].$post({ json: { token } }))
  if (refusal !== null) return refusal
  throw await redirectWith('/login', { key: 'email_confirmed' })
}

export const meta: MetaFunction = () => [{ title: m.account_verify_page() }, ...PRIVATE_META]

export default function VerifyEmail() {
  const { token } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const asked = said?.kind === 'asked' ? said.result : undefined
  if (said?.kind === 'dead') {
    return (
      <DeadLinkView text={m.account_verify_dead()}>
        <AskMailForm id="resend" to="/verify-email" action={m.account_resend_action()} lastResult={asked} />
      </DeadLinkView>
    )
  }
  if (token === null) {
    return (
      <AskMailView
        id="resend"
        title={m.account_resend_title()}
        text={m.account_resend_text()}
        action={m.account_resend_action()}
        lastResult={asked}
      />
    )
  }
  return (
    <UseLinkView
      title={m.account_verify_title()}
      text={m.account_verify_text()}
      action={m.account_verify_action()}
      token={token}
      error={said?.kind === 'failed' ? said.error : null}
    />
  )
}
