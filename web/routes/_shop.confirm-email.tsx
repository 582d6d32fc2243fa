import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { DeadLinkView, UseLinkView } from '#web/features/identity/link-views.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { spendLink } from '#web/server/mail-link.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

export function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token')
  if (token === null) throw redirect('/account/profile')
  return { token }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const token = String((await request.formData()).get('token') ?? '')
  const call = context.api.api.v1.auth['email-change'].confirm.$post({ json: { token } })
  const refusal = await spendLink(call, { email_taken: () => m.account_email_taken() })
  if (refusal !== null) return refusal
  throw await redirectWith('/account/profile', { key: 'email_changed' })
}

export const meta: MetaFunction = () => [{ title: m.account_confirm_page() }, ...PRIVATE_META]

export default function ConfirmEmail() {
  const { token } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  if (said?.kind === 'dead') {
    return (
      <DeadLinkView text={m.account_confirm_dead()}>
        <ButtonLink to="/account/profile">{m.account_confirm_again()}</ButtonLink>
      </DeadLinkView>
    )
  }
  return (
    <UseLinkView
      title={m.account_confirm_title()}
      text={m.account_confirm_text()}
      action={m.account_confirm_action()}
      token={token}
      error={said?.kind === 'failed' ? said.error : null}
    />
  )
}
