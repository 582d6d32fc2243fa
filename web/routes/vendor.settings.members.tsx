import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { MembersView } from '#web/features/settings/members-view.tsx'
import { VENDOR_ROLES } from '#web/features/settings/role-words.ts'
import { InviteForm } from '#web/features/settings/settings-forms.ts'
import { SettingsFrame } from '#web/features/settings/settings-frame.tsx'
import { keyOf } from '#web/server/account.ts'
import { need, problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requireSettings } from '#web/server/settings.ts'

const HERE = '/vendor/settings/members'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { accountId } = await requireSettings(context, request)
  const team = await need(request, context.api.api.v1.vendor.members.$get())
  return { team, ownId: accountId, idempotencyKey: crypto.randomUUID() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const sent = await request.clone().formData()
  if (sent.get('intent') !== 'invite') return { result: undefined, error: await changeTeam(context, sent) }
  const form = await readForm(request, InviteForm)
  if (!form.ok) return { result: form.answer.data, error: null }
  const headers = { 'idempotency-key': await keyOf(String(sent.get('idempotencyKey') ?? crypto.randomUUID()), form.value) }
  const response = await context.api.api.v1.vendor.members.$post({ json: form.value }, { headers })
  if (response.ok) throw await redirectWith(HERE, { key: 'member_invited', params: { email: form.value.email } })
  const say = { too_many_mails: () => m.store_settings_too_many_mails() }
  return { result: (await refused(request, form.submission, response, { say })).data, error: null }
}

/** @returns why it was refused; a redirect is thrown if it worked */
async function changeTeam({ api }: AppLoadContext, sent: FormData): Promise<string> {
  const { members, invitations } = api.api.v1.vendor
  if (sent.get('intent') === 'withdraw') {
    await invitations[':invitationId'].$delete({ param: { invitationId: idParam('mailToken', String(sent.get('invitationId'))) } })
    throw await redirectWith(HERE, { key: 'invitation_withdrawn' })
  }
  const param = { accountId: idParam('account', String(sent.get('accountId'))) }
  const isRemoval = sent.get('intent') === 'remove'
  const role = VENDOR_ROLES.find((known) => known === sent.get('role')) ?? 'vendor_analyst'
  const response = isRemoval
    ? await members[':accountId'].$delete({ param })
    : await members[':accountId'].$patch({ param, json: { role } })
  if (response.ok) throw await redirectWith(HERE, { key: isRemoval ? 'member_removed' : 'saved' })
  return (await problemOf(response)).code === 'last_owner' ? m.store_settings_last_owner() : m.ui_try_again_soon()
}

export const meta: MetaFunction = () => [{ title: m.store_settings_members_page() }]

export default function MemberSettings() {
  const said = useActionData<typeof action>()
  return (
    <SettingsFrame current="members" canSeeMembers>
      <MembersView {...useLoaderData<typeof loader>()} error={said?.error ?? null} lastResult={said?.result} />
    </SettingsFrame>
  )
}
