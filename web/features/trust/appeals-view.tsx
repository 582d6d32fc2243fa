import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Ago } from '#web/features/admin/ago.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { agoText, momentText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { ModerationFrame } from './moderation-frame.tsx'
import { AnswerForm, useTrustForm } from './trust-forms.ts'
import { type Appeals, actionText, fieldText, type Queue } from './trust-words.ts'

type Case = Appeals['items'][number]
type Page = { appeals: Appeals; counts: Queue['counts'] | null; nowMs: number; result: SubmissionResult | undefined }

/** Appeals that wait, those that are due first first; whoever made a decision reads, and somebody else answers. */
export function AppealsView({ appeals, counts, nowMs, result }: Page) {
  return (
    <ModerationFrame tab="appeals" counts={counts}>
      {appeals.items.length === 0 ? (
        <Notice title={m.trust_appeals_none_title()} text={m.trust_appeals_none_text()} />
      ) : (
        <ul className="grid gap-5">
          {appeals.items.map((one) => (
            <li key={one.id}>
              <Appeal one={one} nowMs={nowMs} result={result?.initialValue?.appealId === one.id ? result : undefined} />
            </li>
          ))}
        </ul>
      )}
      <Pager nextCursor={appeals.nextCursor} />
    </ModerationFrame>
  )
}

function Appeal({ one, nowMs, result }: { one: Case; nowMs: number; result: SubmissionResult | undefined }) {
  const { subject, vendor, decision } = one
  return (
    <Panel
      title={subject.title}
      action={
        <span title={momentText(one.dueAt)}>
          <Badge tone={one.isOverdue ? 'bad' : 'warn'}>
            {one.isOverdue ? m.trust_appeal_overdue() : m.trust_appeal_due({ when: agoText(Date.parse(one.dueAt), nowMs) })}
          </Badge>
        </span>
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="text-small">
          <p className="text-fine text-soft">
            <TextLink to={`/admin/vendors/${vendor.id}`}>{vendor.name}</TextLink> · {one.appealedBy} ·{' '}
            <Ago at={one.createdAt} nowMs={nowMs} />
          </p>
          <p className="mt-2 max-w-prose whitespace-pre-line wrap-anywhere">{one.text}</p>
          {one.hasChangedSince ? <p className="mt-3 font-medium text-warn">{m.trust_changed_since()}</p> : null}
          <div className="mt-4 border-s-2 border-stone-deep ps-4">
            <p className="font-semibold">{actionText(decision.action)}</p>
            <p>{decision.rule}</p>
            {decision.fix === '' ? null : <p className="text-soft">{`${fieldText(decision.field)}: ${decision.fix}`}</p>}
            {decision.evidence === '' ? null : <p className="text-soft">{decision.evidence}</p>}
            <p className="text-fine text-soft">{m.admin_decided_by({ name: decision.byName })}</p>
          </div>
        </div>
        {one.isMine ? <p className="text-small text-soft">{m.trust_appeal_yours()}</p> : <Answer one={one} result={result} />}
      </div>
    </Panel>
  )
}

function Answer({ one, result }: { one: Case; result: SubmissionResult | undefined }) {
  const [form, fields] = useTrustForm(`answer-${one.id}`, AnswerForm, result, { note: '' })
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid content-start gap-4">
      <input type="hidden" name="appealId" value={one.id} />
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextAreaField field={fields.note as never} label={m.trust_answer_note()} hint={m.trust_answer_hint()} rows={3} maxLength={1000} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="answer" value="upheld" pendingText={m.admin_deciding()}>
          {m.trust_uphold()}
        </SubmitButton>
        <SubmitButton name="answer" value="rejected" look="secondary" pendingText={m.admin_deciding()}>
          {m.trust_reject()}
        </SubmitButton>
      </div>
    </Form>
  )
}
