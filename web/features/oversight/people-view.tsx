import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { adminSections } from '#web/features/admin/admin-nav.ts'
import { roleText } from '#web/features/admin/admin-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { DataTable } from '#web/ui/data-table.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { agoText, momentText } from '#web/ui/format.ts'
import { Check } from '#web/ui/icons.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { isAllowed } from '#worker/pure/permissions.ts'
import { AddPersonForm, ChangeRoleForm, PLATFORM_ROLES } from './oversight-forms.ts'
import type { People, PersonRow } from './oversight-words.ts'

type Page = { people: People; result: SubmissionResult | undefined; nowMs: number }

/** Who works for the marketplace, as what, and when they were last here. */
export function PeopleView({ people, result, nowMs }: Page) {
  return (
    <>
      <PageHeader title={m.audit_people_title()} text={m.audit_people_text()} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {people.items.map((person) => (
              <li key={person.id} className="px-4 py-4 sm:px-5">
                <Person person={person} result={result} nowMs={nowMs} />
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={m.audit_people_add()}>
          <AddPerson result={result} />
        </Panel>
      </div>
      <div className="mt-5">
        <RolePages />
      </div>
    </>
  )
}

function Person({ person, result, nowMs }: { person: PersonRow; result: Page['result']; nowMs: number }) {
  const { id, name, email, role, isDisabled, isSelf, sessions, lastSeenAt } = person
  const isThis = result?.initialValue?.accountId === id
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="font-semibold">{name}</p>
        <Badge tone="accent">{roleText(role)}</Badge>
        {isSelf ? <Badge>{m.audit_people_you()}</Badge> : null}
        {isDisabled ? <Badge tone="bad">{m.audit_people_closed()}</Badge> : null}
      </div>
      <p className="mt-0.5 text-small wrap-anywhere">{email}</p>
      <p className="mt-0.5 text-fine text-soft">
        {lastSeenAt === null ? (
          m.audit_people_never()
        ) : (
          <>
            {m.audit_people_seen()}{' '}
            <time dateTime={lastSeenAt} title={momentText(lastSeenAt)}>
              {agoText(Date.parse(lastSeenAt), nowMs)}
            </time>
            {sessions === 0 ? '' : ` · ${m.audit_people_devices()} ${m.audit_people_device_count({ count: sessions })}`}
          </>
        )}
      </p>
      <div className="mt-2 flex flex-wrap items-start gap-3 empty:hidden">
        {isSelf ? null : (
          <details open={isThis} className="min-w-0 grow basis-64 text-small">
            <summary
              className="inline-flex min-h-9 cursor-pointer items-center font-semibold text-accent"
              aria-label={m.audit_people_change_named({ name })}
            >
              {m.audit_people_change()}
            </summary>
            <ChangeRole person={person} result={isThis ? result : undefined} />
          </details>
        )}
        {sessions === 0 ? null : (
          <Form method="post">
            <input type="hidden" name="accountId" value={id} />
            <input type="hidden" name="name" value={name} />
            <SubmitButton
              name="intent"
              value="sign_out"
              look="quiet"
              isSmall
              className="-ms-3.5"
              pendingText={m.audit_people_signing_out()}
            >
              {m.audit_people_sign_out()}
            </SubmitButton>
          </Form>
        )}
      </div>
    </>
  )
}

/** Which parts of the console each role sees: who gives a role knows what comes with it. */
function RolePages() {
  const roles = PLATFORM_ROLES.filter((role) => isAllowed(role, 'platform:read'))
  const ways = adminSections('platform_admin', null).flatMap(({ links }) => links)
  const seen = new Map(roles.map((role) => [role, new Set(adminSections(role, null).flatMap(({ links }) => links.map(({ to }) => to)))]))
  return (
    <Panel isFlush>
      <details>
        <summary className="min-h-11 cursor-pointer px-4 py-3 font-semibold text-accent sm:px-5">{m.audit_people_pages()}</summary>
        <DataTable
          caption={m.audit_people_pages()}
          rows={ways}
          rowKey={({ to }) => to}
          columns={[
            { key: 'page', title: m.audit_people_page(), isHeadline: true, cell: ({ text }) => text },
            ...roles.map((role) => ({
              key: role,
              title: roleText(role),
              cell: ({ to }: { to: string }) =>
                seen.get(role)?.has(to) ? (
                  <>
                    <Check className="size-4.5 text-good" aria-hidden />
                    <span className="sr-only">{m.audit_people_sees()}</span>
                  </>
                ) : (
                  <span className="text-soft">–</span>
                ),
            })),
          ]}
        />
        <p className="border-t border-line px-4 py-3 text-fine text-soft sm:px-5">{m.audit_people_pages_text()}</p>
      </details>
    </Panel>
  )
}

const roleOptions = () => PLATFORM_ROLES.map((role) => ({ value: role as string, label: roleText(role) }))

function ChangeRole({ person: { id, role }, result }: { person: PersonRow; result: Page['result'] }) {
  const [form, fields] = useForm({
    id: `change-${id}`,
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ChangeRoleForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { role, reason: '' },
  })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="mt-2 space-y-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="change" />
      <input type="hidden" name="accountId" value={id} />
      <SelectField
        field={fields.role}
        label={m.audit_people_new_role()}
        options={[...roleOptions(), { value: 'none', label: m.audit_people_no_role() }]}
      />
      <TextAreaField field={fields.reason} label={m.audit_people_reason()} hint={m.audit_people_reason_hint()} rows={2} />
      <SubmitButton isSmall pendingText={m.audit_people_asking()}>
        {m.audit_people_ask()}
      </SubmitButton>
    </Form>
  )
}

function AddPerson({ result }: { result: Page['result'] }) {
  const [form, fields] = useForm({
    id: 'add',
    lastResult: result?.initialValue?.intent === 'add' ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: AddPersonForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { email: '', role: 'support_rep', reason: '' },
  })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="space-y-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="add" />
      <TextField field={fields.email} type="email" label={m.audit_people_email()} hint={m.audit_people_add_text()} autoComplete="off" />
      <SelectField field={fields.role} label={m.audit_people_role()} options={roleOptions()} />
      <TextAreaField field={fields.reason} label={m.audit_people_reason()} hint={m.audit_people_reason_hint()} rows={3} />
      <SubmitButton pendingText={m.audit_people_asking()}>{m.audit_people_ask()}</SubmitButton>
    </Form>
  )
}
