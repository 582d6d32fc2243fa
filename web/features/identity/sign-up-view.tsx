import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextField } from '#web/ui/field.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { SignUpForm } from './auth-forms.ts'
import { AuthFrame } from './auth-frame.tsx'
import { NewPasswordField } from './password-field.tsx'

type Props = {
  next: string
  /** What the address field starts with: the one somebody bought with. */
  email: string
  lastResult: SubmissionResult | null | undefined
}

export function SignUpView({ next, email, lastResult }: Props) {
  const [form, fields] = useForm({
    id: 'sign-up',
    lastResult,
    defaultValue: { email },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: SignUpForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  return (
    <AuthFrame
      title={m.account_sign_up_title()}
      text={next.startsWith('/sell') ? m.account_sign_up_to_sell() : m.account_sign_up_text()}
      foot={
        <p>
          {m.account_have_one()}{' '}
          <TextLink to={next === '' ? '/login' : `/login?next=${encodeURIComponent(next)}`}>{m.account_log_in_link()}</TextLink>
        </p>
      }
    >
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="next" value={next} />
        <TextField field={fields.name} label={m.account_name()} autoComplete="name" required />
        <TextField
          field={fields.email}
          label={m.account_email()}
          hint={m.account_email_why()}
          type="email"
          autoComplete="email"
          inputMode="email"
          required
        />
        <NewPasswordField
          field={fields.password}
          label={m.account_password()}
          context={[fields.email.value ?? '', fields.name.value ?? '']}
        />
        <SubmitButton className="min-h-12" pendingText={m.account_sign_up_pending()}>
          {m.account_sign_up_action()}
        </SubmitButton>
      </Form>
    </AuthFrame>
  )
}
