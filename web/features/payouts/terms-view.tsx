import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Currency, isCurrency } from '#worker/pure/money.ts'
import { PolicyForm } from './forms.ts'
import { PayoutTabs } from './payout-tabs.tsx'
import { intervalText, type Policy, type Terms } from './payout-words.ts'
import { TermsForm } from './terms-form.tsx'

type Page = { terms: Terms; policy: Policy; currency: string; canSetPolicy: boolean; result: SubmissionResult | undefined }

/** When vendors are paid, what is kept back, and what runs may do by themselves. */
export function TermsView({ terms, policy, currency, canSetPolicy, result }: Page) {
  const of = (intent: string) => (result?.initialValue?.intent === intent ? result : undefined)
  return (
    <>
      <PageHeader title={m.payouts_terms_title()} text={m.payouts_terms_text()} />
      <PayoutTabs current="terms" />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title={m.payouts_terms_everybody()}>
          <TermsForm key={terms.version} terms={terms} currency={currency} result={of('terms')} />
        </Panel>
        {canSetPolicy ? (
          <Panel title={m.payouts_terms_policy()}>
            <PolicyFields key={policy.version} policy={policy} currency={currency} result={of('policy')} />
          </Panel>
        ) : null}
      </div>
    </>
  )
}

function PolicyFields({ policy, currency, result }: Pick<Page, 'policy' | 'currency' | 'result'>) {
  const code: Currency = isCurrency(currency) ? currency : 'USD'
  const limit = policy.approvalOver[code]
  const [form, fields] = useForm({
    id: 'policy',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: PolicyForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { scheduledRuns: policy.scheduledRuns, approvalOver: limit === undefined ? '' : priceEntry(limit, code) },
  })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="intent" value="policy" />
      <input type="hidden" name="version" value={policy.version} />
      <SelectField
        field={fields.scheduledRuns}
        label={m.payouts_scheduled_runs()}
        options={[
          { value: 'send', label: m.payouts_scheduled_send() },
          { value: 'wait', label: m.payouts_scheduled_wait() },
        ]}
      />
      <TextField
        field={fields.approvalOver}
        label={m.payouts_approval_over({ currency: code })}
        inputMode="decimal"
        hint={m.payouts_approval_hint()}
      />
      <fieldset>
        <legend className="text-small font-semibold">{m.payouts_offered()}</legend>
        {policy.allIntervals.map((interval) => (
          <label key={interval} className="flex min-h-11 items-center gap-3 text-small">
            <input
              type="checkbox"
              name="offered"
              value={interval}
              defaultChecked={policy.vendorIntervals.includes(interval)}
              className="size-5 shrink-0 accent-accent"
            />
            {intervalText(interval)}
          </label>
        ))}
      </fieldset>
      <TextAreaField field={fields.reason} label={m.payouts_reason()} rows={2} hint={m.payouts_reason_hint()} />
      <p className="text-fine text-soft">
        {m.payouts_policy_drafts()} <TextLink to="/admin/payouts/runs">{m.payouts_runs_title()}</TextLink>
      </p>
      <div>
        <SubmitButton pendingText={m.payouts_terms_saving()}>{m.payouts_policy_save()}</SubmitButton>
      </div>
    </Form>
  )
}
