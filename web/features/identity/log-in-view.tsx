import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextField } from '#web/ui/field.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { LogInForm } from './auth-forms.ts'
import { AuthFrame } from './auth-frame.tsx'

export type LogInPage = { next: string; email: string; who: string | null }

const withNext = (path: string, next: string) => (next === '' ? path : `${path}?next=${encodeURIComponent(next)}`)

export function LogInView({ next, email, who, lastResult }: LogInPage & { lastResult: SubmissionResult | null | undefined }) {
  const [form, fields] = useForm({
    id: 'log-in',
    lastResult,
    defaultValue: { email },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: LogInForm }),
  })
  return (
    <AuthFrame
      title={m.account_log_in_title()}
      text={next.startsWith('/sell') ? m.account_log_in_to_sell() : m.account_log_in_text()}
      foot={
        <>
          <p>
            {m.account_new_here()} <TextLink to={withNext('/signup', next)}>{m.account_sign_up_link()}</TextLink>
          </p>
          <p>
            {m.account_not_confirmed()} <TextLink to="/verify-email">{m.account_resend_link()}</TextLink>
          </p>
        </>
      }
    >
      {who === null ? null : <AlreadyIn who={who} next={next} />}
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="next" value={next} />
        <TextField field={fields.email} label={m.account_email()} type="email" autoComplete="username" inputMode="email" required />
        <div>
          <TextField field={fields.password} label={m.account_password()} type="password" autoComplete="current-password" required />
          <p className="mt-2 text-small">
            <TextLink to="/reset-password">{m.account_forgot_link()}</TextLink>
          </p>
        </div>
        <SubmitButton className="min-h-12" pendingText={m.account_log_in_pending()}>
          {m.account_log_in_action()}
        </SubmitButton>
      </Form>
    </AuthFrame>
  )
}

function AlreadyIn({ who, next }: { who: string; next: string }) {
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-3 rounded-plate bg-accent-tint px-4 py-3 text-small">
      <p>{m.account_already_in({ who })}</p>
      <ButtonLink to={next === '' ? '/account' : next} look="secondary" isSmall reloads>
        {m.account_go_on()}
      </ButtonLink>
    </div>
  )
}
