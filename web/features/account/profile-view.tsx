import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { GenericSchema } from 'valibot'
import { m } from '#messages'
import { EmailChangeForm, PasswordChangeForm } from '#web/features/identity/auth-forms.ts'
import { NewPasswordField } from '#web/features/identity/password-field.tsx'
import type { Profile } from '#web/server/session.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { ProfileForm } from './profile-form.ts'

export type Intent = 'profile' | 'email' | 'password'
export type ProfilePage = { profile: Profile; languages: { value: string; label: string }[] }
type Said = { intent: Intent; result: SubmissionResult } | undefined

export function ProfileView({ profile, languages, said }: ProfilePage & { said: Said }) {
  const lastOf = (intent: Intent) => (said?.intent === intent ? said.result : undefined)
  return (
    <>
      <PageHeader title={m.account_profile_title()} />
      <div className="grid max-w-2xl gap-5">
        <You profile={profile} languages={languages} last={lastOf('profile')} />
        <Email email={profile.email} last={lastOf('email')} />
        <Password email={profile.email} name={profile.name} last={lastOf('password')} />
      </div>
    </>
  )
}

type Last = { last: SubmissionResult | undefined }

function useAccountForm(id: Intent, schema: GenericSchema, last: SubmissionResult | undefined, defaultValue: Record<string, string> = {}) {
  return useForm<Record<string, string>>({
    id,
    lastResult: last,
    defaultValue,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
}

function IntentForm({
  form,
  intent,
  action,
  children,
}: {
  form: ReturnType<typeof useAccountForm>[0]
  intent: Intent
  action: string
  children: ReactNode
}) {
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors id={form.errorId} errors={form.errors} />
      {children}
      <div>
        <SubmitButton name="intent" value={intent} look={intent === 'profile' ? 'primary' : 'secondary'} pendingText={m.account_saving()}>
          {action}
        </SubmitButton>
      </div>
    </Form>
  )
}

function You({ profile, languages, last }: Last & ProfilePage) {
  const [form, fields] = useAccountForm('profile', ProfileForm, last, { name: profile.name, locale: profile.locale })
  return (
    <Panel title={m.account_profile_you()}>
      <IntentForm form={form} intent="profile" action={m.account_profile_save()}>
        <input type="hidden" name="version" value={profile.version} />
        <TextField field={fields.name as never} label={m.account_name()} autoComplete="name" required />
        <SelectField field={fields.locale as never} label={m.account_language()} hint={m.account_language_why()} options={languages} />
      </IntentForm>
    </Panel>
  )
}

function Email({ email, last }: Last & { email: string }) {
  const [form, fields] = useAccountForm('email', EmailChangeForm, last)
  return (
    <Panel title={m.account_email_change_title()}>
      <p className="mb-5 text-small text-soft">{m.account_email_change_text({ email })}</p>
      <IntentForm form={form} intent="email" action={m.account_email_change_action()}>
        <TextField field={fields.newEmail as never} label={m.account_email_new()} type="email" autoComplete="email" required />
        <TextField
          field={fields.password as never}
          label={m.account_password_current()}
          type="password"
          autoComplete="current-password"
          required
        />
      </IntentForm>
    </Panel>
  )
}

function Password({ email, name, last }: Last & { email: string; name: string }) {
  const [form, fields] = useAccountForm('password', PasswordChangeForm, last)
  return (
    <Panel title={m.account_password_change_title()}>
      <p className="mb-5 text-small text-soft">{m.account_password_change_text()}</p>
      <IntentForm form={form} intent="password" action={m.account_password_change_action()}>
        <TextField
          field={fields.password as never}
          label={m.account_password_current()}
          type="password"
          autoComplete="current-password"
          required
        />
        <NewPasswordField field={fields.newPassword as never} label={m.account_new_password()} context={[email, name]} />
      </IntentForm>
    </Panel>
  )
}
