import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextField } from '#web/ui/field.tsx'
import { MailCheck } from '#web/ui/icons.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { AddressForm, NewPasswordForm } from './auth-forms.ts'
import { AuthFrame } from './auth-frame.tsx'
import { NewPasswordField } from './password-field.tsx'

type Last = { lastResult: SubmissionResult | null | undefined }

/**
 * What a link in a mail opens: one button. Programs that follow links in mails only look at the page, so the link is still
 * good when its reader comes.
 */
export function UseLinkView({
  title,
  text,
  action,
  token,
  error,
}: {
  title: string
  text: ReactNode
  action: string
  token: string
  error: string | null
}) {
  return (
    <AuthFrame title={title} text={text}>
      <Form method="post" className="grid gap-5">
        <FormErrors errors={error === null ? undefined : [error]} />
        <input type="hidden" name="token" value={token} />
        <SubmitButton className="min-h-12">{action}</SubmitButton>
      </Form>
    </AuthFrame>
  )
}

/** A link that leads nowhere any more, and the way on. */
export function DeadLinkView({ text, children }: { text: string; children: ReactNode }) {
  return (
    <AuthFrame title={m.account_link_dead_title()} text={text}>
      {children}
    </AuthFrame>
  )
}

/** Asks for the address a link is to be mailed to. */
export function AskMailView({ id, title, text, action, lastResult }: Last & { id: string; title: string; text: string; action: string }) {
  return (
    <AuthFrame title={title} text={text} foot={<BackToLogIn />}>
      <AskMailForm id={id} action={action} lastResult={lastResult} />
    </AuthFrame>
  )
}

export function AskMailForm({ id, action, lastResult, to }: Last & { id: string; action: string; to?: string }) {
  const [form, fields] = useForm({
    id,
    lastResult,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: AddressForm }),
  })
  return (
    <Form
      method="post"
      {...(to === undefined ? {} : { action: to })}
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="send" />
      <TextField field={fields.email} label={m.account_email()} type="email" autoComplete="email" inputMode="email" required />
      <SubmitButton className="min-h-12">{action}</SubmitButton>
    </Form>
  )
}

/** After a link was asked for: nothing on it tells whether the address has an account. */
export function CheckMailView({ title, text }: { title: string; text: string }) {
  return (
    <AuthFrame
      title={title}
      text={text}
      foot={
        <>
          <p>{m.account_mail_missing()}</p>
          <BackToLogIn />
        </>
      }
    >
      <p className="inline-flex items-center gap-3 rounded-plate bg-good-tint px-4 py-3 font-medium text-good">
        <MailCheck className="size-5 shrink-0" aria-hidden />
        {m.account_mail_sent()}
      </p>
    </AuthFrame>
  )
}

export function NewPasswordView({ token, lastResult }: Last & { token: string }) {
  const [form, fields] = useForm({
    id: 'new-password',
    lastResult,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: NewPasswordForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  return (
    <AuthFrame title={m.account_new_password_title()} text={m.account_new_password_text()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="token" value={token} />
        <NewPasswordField field={fields.password} label={m.account_new_password()} />
        <SubmitButton className="min-h-12">{m.account_new_password_action()}</SubmitButton>
      </Form>
    </AuthFrame>
  )
}

const BackToLogIn = () => (
  <p>
    <TextLink to="/login">{m.account_back_to_log_in()}</TextLink>
  </p>
)
