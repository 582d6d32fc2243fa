import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { recordPage } from '#web/features/admin/record-pages.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { momentText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { ApproveForm, DeclineForm } from './oversight-forms.ts'
import { approvalStatusText, approvalStatusTone, approvalText, factText, personText, type WholeApproval } from './oversight-words.ts'

const ABOUT_TEXTS: Record<WholeApproval['action'], () => string> = {
  'payout_run.execute': m.audit_about_payout_run,
  'refund.create': m.audit_about_order,
  'ledger.adjust': m.audit_about_money,
  'dispute.write_off': m.audit_about_dispute,
  'account.role': m.audit_about_people,
}
/** Where what is asked for can be looked at before one decides. */
const subjectPage = (action: WholeApproval['action'], subjectId: string): string | null =>
  action === 'ledger.adjust' ? `/admin/vendors/${subjectId}/money` : action === 'account.role' ? '/admin/people' : recordPage(subjectId)

type Page = { approval: WholeApproval; canSeePeople: boolean; result: SubmissionResult | undefined }

/** One request: what will happen, why, what was said so far, and the decision. */
export function ApprovalView({ approval, canSeePeople, result }: Page) {
  const { action, status, facts, reason, payload, subjectId } = approval
  const about = action === 'account.role' && !canSeePeople ? null : subjectPage(action, subjectId)
  return (
    <>
      <PageHeader title={approvalText(action)} back={<TextLink to="/admin/approvals">{m.audit_back_approvals()}</TextLink>}>
        <Badge tone={approvalStatusTone(status)}>{approvalStatusText(status)}</Badge>
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-5">
          <Panel title={status === 'waiting' ? m.audit_will_happen() : m.audit_happened()}>
            <Facts items={facts.map((fact) => factText(fact, action))} />
            <p className="mt-5 text-fine font-semibold text-soft">{m.audit_reason()}</p>
            <p className="mt-1 max-w-prose wrap-anywhere">{reason}</p>
            {about === null ? null : (
              <p className="mt-4 text-small">
                <TextLink to={about}>{ABOUT_TEXTS[action]()}</TextLink>
              </p>
            )}
            <details className="mt-5 text-small">
              <summary className="min-h-9 cursor-pointer text-soft">{m.audit_details()}</summary>
              <pre className="mt-2 overflow-x-auto rounded-plate bg-stone p-3 text-fine whitespace-pre-wrap wrap-anywhere">
                {JSON.stringify({ action, subjectId, payload }, null, 2)}
              </pre>
            </details>
          </Panel>
          <Panel title={m.audit_history()}>
            <Timeline steps={stepsOf(approval)} />
          </Panel>
        </div>
        {status === 'waiting' ? <Decide approval={approval} result={result} /> : null}
      </div>
    </>
  )
}

function stepsOf({ status, requestedBy, requestedAt, decidedBy, decidedAt, note, performedAt, failure, expiresAt }: WholeApproval) {
  const decided = {
    key: 'decided',
    title: decidedAt === null ? m.audit_status_waiting() : approvalStatusText(status),
    at: decidedAt,
    isDone: decidedAt !== null,
    text:
      decidedAt === null
        ? m.audit_expires({ when: momentText(expiresAt) })
        : [decidedBy === null ? '' : personText(decidedBy), note].filter(Boolean).join(' – '),
  }
  const done = {
    key: 'done',
    title: failure !== null ? m.audit_not_done() : performedAt === null ? m.audit_doing() : m.audit_done(),
    at: performedAt,
    isDone: performedAt !== null,
    ...(failure === null ? {} : { text: failure }),
  }
  return [
    { key: 'asked', title: m.audit_asked_short(), text: personText(requestedBy), at: requestedAt, isDone: true },
    decided,
    ...(status === 'approved' ? [done] : []),
  ]
}

function Decide({ approval: { isOwn, mayDecide }, result }: { approval: WholeApproval; result: Page['result'] }) {
  if (!mayDecide)
    return (
      <Panel title={m.audit_decide_title()}>
        <p className="text-small text-soft">{isOwn ? m.audit_decide_own() : m.audit_decide_not()}</p>
        {isOwn ? (
          <Form method="post" className="mt-4">
            <SubmitButton name="intent" value="withdraw" look="secondary" pendingText={m.audit_deciding()}>
              {m.audit_withdraw()}
            </SubmitButton>
          </Form>
        ) : null}
      </Panel>
    )
  return (
    <div className="grid gap-5">
      <Panel title={m.audit_approve()}>
        <DecisionForm intent="approve" text={m.audit_approve_text()} label={m.audit_approve_note()} result={result}>
          <SubmitButton pendingText={m.audit_deciding()} className="w-full">
            {m.audit_approve()}
          </SubmitButton>
        </DecisionForm>
      </Panel>
      <Panel title={m.audit_decline()}>
        <DecisionForm intent="decline" text={m.audit_decline_text()} label={m.audit_decline_note()} result={result}>
          <SubmitButton look="danger" pendingText={m.audit_deciding()} className="w-full">
            {m.audit_decline()}
          </SubmitButton>
        </DecisionForm>
      </Panel>
    </div>
  )
}

type DecisionProps = { intent: 'approve' | 'decline'; text: string; label: string; result: Page['result']; children: ReactNode }

function DecisionForm({ intent, text, label, result, children }: DecisionProps) {
  const schema = intent === 'approve' ? ApproveForm : DeclineForm
  const [form, fields] = useForm({
    id: intent,
    lastResult: result?.initialValue?.intent === intent ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { note: '' },
  })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="space-y-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <p className="text-small text-soft">{text}</p>
      <input type="hidden" name="intent" value={intent} />
      <TextAreaField field={fields.note} label={label} isOptional={intent === 'approve'} rows={3} />
      {children}
    </Form>
  )
}
