import { Form } from '@remix-run/react'
import { m } from '#messages'
import { ReportForm, useTrustForm } from '#web/features/trust/trust-forms.ts'
import { reasonText } from '#web/features/trust/trust-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField } from '#web/ui/field.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { REPORT_REASONS } from '#worker/pure/moderation.ts'

type Page = { kind: 'listing' | 'review'; id: string; next: string; result: SubmissionResult | undefined }

/** Tells the marketplace's people that something is wrong with a listing or a review. */
export function ReportView({ kind, id, next, result }: Page) {
  const [form, fields] = useTrustForm('report', ReportForm, result, { reason: '', text: '' })
  return (
    <div className="measure py-8 sm:py-12">
      <div className="max-w-xl">
        <PageHeader
          title={kind === 'listing' ? m.trust_report_listing_title() : m.trust_report_review_title()}
          text={m.trust_report_text()}
        />
        <Form method="post" id={form.id} noValidate={form.noValidate} className="grid gap-5">
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="next" value={next} />
          <FormErrors id={form.errorId} errors={form.errors} />
          <SelectField
            field={fields.reason as never}
            label={m.trust_reason()}
            options={[
              { value: '', label: m.trust_reason_choose() },
              ...REPORT_REASONS.map((value) => ({ value, label: reasonText(value) })),
            ]}
          />
          <TextAreaField
            field={fields.text as never}
            label={m.trust_report_more()}
            hint={m.trust_report_more_hint()}
            isOptional
            rows={5}
            maxLength={1000}
          />
          <div>
            <SubmitButton pendingText={m.trust_sending()}>{m.trust_report_send()}</SubmitButton>
          </div>
        </Form>
      </div>
    </div>
  )
}
