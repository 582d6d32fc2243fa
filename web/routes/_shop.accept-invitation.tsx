import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { Form, useActionData, useLoaderData, useLocation } from '@remix-run/react'
import { m } from '#messages'
import { DeadLinkView, UseLinkView } from '#web/features/identity/link-views.tsx'
import { PRIVATE_META } from '#web/server/account.ts'
import { redirectWith } from '#web/server/flash.ts'
import { type LinkRefusal, spendLink } from '#web/server/mail-link.ts'
import { requireProfile } from '#web/server/session.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** An invitation is taken by the account with the invited address, so whoever follows it logs in first. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token')
  if (token === null) throw redirect('/')
  const { email } = await requireProfile(context, request)
  return { token, email }
}

export async function action({ context, request }: ActionFunctionArgs): Promise<LinkRefusal> {
  await requireProfile(context, request)
  const token = String((await request.formData()).get('token') ?? '')
  const response = await context.api.api.v1.me.invitations.accept.$post({ json: { token } })
  if (!response.ok) return (await spendLink(Promise.resolve(response))) ?? { kind: 'dead' }
  const { vendorId } = await response.json()
  await context.api.api.v1.auth.surface.$post({ json: { surface: 'vendor', vendorId } })
  throw await redirectWith('/vendor', { key: 'team_joined' })
}

export const meta: MetaFunction = () => [{ title: m.account_invitation_page() }, ...PRIVATE_META]

export default function AcceptInvitation() {
  const { token, email } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { pathname, search } = useLocation()
  if (said?.kind === 'dead') {
    return (
      <DeadLinkView text={m.account_invitation_dead({ email })}>
        <Form method="post" action={`/logout?next=${encodeURIComponent(pathname + search)}`}>
          <SubmitButton look="secondary">{m.account_invitation_other()}</SubmitButton>
        </Form>
      </DeadLinkView>
    )
  }
  return (
    <UseLinkView
      title={m.account_invitation_title()}
      text={m.account_invitation_text({ email })}
      action={m.account_invitation_action()}
      token={token}
      error={said?.kind === 'failed' ? said.error : null}
    />
  )
}
