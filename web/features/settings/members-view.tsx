import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Team } from '#web/server/settings.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { dayText } from '#web/ui/format.ts'
import { Check, Minus } from '#web/ui/icons.ts'
import { Panel } from '#web/ui/panel.tsx'
import { isAllowed } from '#worker/pure/permissions.ts'
import { ABILITIES, ROLE_WORDS, VENDOR_ROLES, type VendorRole } from './role-words.ts'
import { InviteForm } from './settings-forms.ts'

type Props = { team: Team; ownId: string; idempotencyKey: string; error: string | null; lastResult: SubmissionResult | null | undefined }

const roleOptions = () => VENDOR_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role]() }))

/** Who works for the store, who is invited, and what each role may do. */
export function MembersView({ team, ownId, idempotencyKey, error, lastResult }: Props) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <FormErrors errors={error === null ? undefined : [error]} />
      <Panel title={m.store_settings_team()} isFlush>
        <ul className="divide-y divide-line">
          {team.members.map((member) => (
            <Member key={member.accountId} member={member} isSelf={member.accountId === ownId} />
          ))}
          {team.invitations.map((invitation) => (
            <Invited key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      </Panel>
      <Invite idempotencyKey={idempotencyKey} lastResult={lastResult} />
      <Roles />
    </div>
  )
}

const ROW = 'flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5'

function Member({ member, isSelf }: { member: Team['members'][number]; isSelf: boolean }) {
  const { accountId, name, email, role, since } = member
  return (
    <li className={ROW}>
      <div className="min-w-0 grow basis-52">
        <p className="flex flex-wrap items-center gap-2 text-small font-semibold">
          {name}
          {isSelf ? <Badge tone="accent">{m.store_settings_you()}</Badge> : null}
        </p>
        <p className="text-fine break-words text-soft">
          {email} · {m.store_settings_since({ day: dayText(since) })}
        </p>
      </div>
      <Form method="post" className="flex min-w-0 flex-wrap items-center gap-2">
        <input type="hidden" name="accountId" value={accountId} />
        <select
          key={role}
          name="role"
          defaultValue={role}
          aria-label={m.store_settings_role_of({ name })}
          className="min-h-9 max-w-full min-w-0 rounded-plate border border-stone-deep bg-card px-2.5 pe-7 text-small"
        >
          {roleOptions().map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <SubmitButton name="intent" value="role" look="secondary" isSmall aria-label={m.store_settings_role_save_of({ name })}>
          {m.store_settings_role_save()}
        </SubmitButton>
      </Form>
      <details className="relative min-w-0">
        <summary className="inline-flex min-h-9 cursor-pointer list-none items-center rounded-pill px-3 text-small font-semibold text-bad hover:bg-bad-tint [&::-webkit-details-marker]:hidden">
          {m.store_settings_remove()}
          <span className="sr-only"> {name}</span>
        </summary>
        <Form
          method="post"
          className="mt-2 w-64 max-w-full rounded-plate border border-line bg-paper p-3 text-small shadow-lg sm:absolute sm:end-0 sm:z-10"
        >
          <input type="hidden" name="accountId" value={accountId} />
          <p className="mb-3">{m.store_settings_remove_ask({ name })}</p>
          <SubmitButton name="intent" value="remove" look="danger" isSmall>
            {m.store_settings_remove_confirm()}
          </SubmitButton>
        </Form>
      </details>
    </li>
  )
}

function Invited({ invitation }: { invitation: Team['invitations'][number] }) {
  const { id, email, role, expiresAt } = invitation
  return (
    <li className={ROW}>
      <div className="min-w-0 grow basis-52">
        <p className="flex flex-wrap items-center gap-2 text-small font-semibold break-all">
          {email}
          <Badge tone="warn">{m.store_settings_invited()}</Badge>
        </p>
        <p className="text-fine text-soft">
          {ROLE_WORDS[role as VendorRole]()} · {m.store_settings_until({ day: dayText(expiresAt) })}
        </p>
      </div>
      <Form method="post">
        <input type="hidden" name="invitationId" value={id} />
        <SubmitButton name="intent" value="withdraw" look="quiet" isSmall>
          {m.store_settings_withdraw()}
        </SubmitButton>
      </Form>
    </li>
  )
}

function Invite({ idempotencyKey, lastResult }: Pick<Props, 'idempotencyKey' | 'lastResult'>) {
  const [form, fields] = useForm({
    id: `invite-${idempotencyKey}`,
    lastResult,
    defaultValue: { email: '', role: 'vendor_fulfilment' },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: InviteForm }),
  })
  return (
    <Panel title={m.store_settings_invite()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_14rem]">
          <TextField field={fields.email} label={m.account_email()} type="email" autoComplete="off" required />
          <SelectField field={fields.role} label={m.store_settings_role()} options={roleOptions()} />
        </div>
        <div>
          <SubmitButton name="intent" value="invite">
            {m.store_settings_invite_action()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}

function Roles() {
  return (
    <Panel title={m.store_settings_roles()} isFlush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard */}
      <section aria-label={m.store_settings_roles()} tabIndex={0} className="relative overflow-x-auto">
        <table className="w-full text-small">
          <caption className="sr-only">{m.store_settings_roles()}</caption>
          <thead>
            <tr className="text-fine text-soft">
              <th scope="col" className="px-4 py-2.5 text-start font-semibold sm:px-5">
                {m.store_settings_ability()}
              </th>
              {VENDOR_ROLES.map((role) => (
                <th key={role} scope="col" className="px-2 py-2.5 text-center font-semibold">
                  {ROLE_WORDS[role]()}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ABILITIES.map(({ permission, text }) => (
              <tr key={permission} className="border-t border-line">
                <th scope="row" className="px-4 py-2 text-start font-normal sm:px-5">
                  {text()}
                </th>
                {VENDOR_ROLES.map((role) => (
                  <td key={role} className="px-2 py-2 text-center">
                    <Can isAllowed={isAllowed(role, permission)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

const Can = ({ isAllowed: can }: { isAllowed: boolean }) =>
  can ? (
    <>
      <Check className="inline size-5 text-good" aria-hidden />
      <span className="sr-only">{m.store_settings_yes()}</span>
    </>
  ) : (
    <>
      <Minus className="inline size-4 text-soft" aria-hidden />
      <span className="sr-only">{m.store_settings_no()}</span>
    </>
  )
