import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Ago } from '#web/features/admin/ago.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { momentText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { useTrustForm, VerdictForm } from './trust-forms.ts'
import {
  actionText,
  fieldText,
  kindText,
  type Question,
  reasonText,
  severityText,
  severityTone,
  stateText,
  stateTone,
} from './trust-words.ts'

export type ListingText = { title: string; description: string; brand: string | null; attributes: { name: string; value: string }[] }
type Page = { question: Question; listing: ListingText | null; nowMs: number; result: SubmissionResult | undefined }

/** One question: what it is about, who said what, what was decided before, and the decision. */
export function QuestionView({ question, listing, nowMs, result }: Page) {
  const { subject, vendor } = question
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/moderation">{m.trust_back_to_moderation()}</TextLink>}
        title={subject.title}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={stateTone(subject.state)}>{stateText(subject.state)}</Badge>
            <Badge tone={severityTone(question.severity)}>{severityText(question.severity)}</Badge>
            <span>{kindText(question.kind)}</span>
            <TextLink to={`/admin/vendors/${vendor.id}`}>{vendor.name}</TextLink>
          </span>
        }
      >
        {subject.slug !== null && (subject.state === 'shown' || subject.state === 'published') ? (
          <ButtonLink to={`/p/${subject.slug}`} look="secondary" reloads>
            {m.trust_see_page()}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          <Subject question={question} listing={listing} />
          {question.findings.length === 0 ? null : <Findings question={question} />}
          {question.reports.length === 0 ? null : <Reports question={question} nowMs={nowMs} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          {question.status === 'open' ? <Decide question={question} result={result} /> : null}
          <Earlier question={question} />
        </div>
      </div>
    </>
  )
}

function Subject({ question: { subject }, listing }: { question: Question; listing: ListingText | null }) {
  return (
    <Panel title={subject.kind === 'review' ? m.trust_kind_review() : m.trust_kind_listing()}>
      <div className="flex flex-wrap gap-5">
        {subject.image === null ? null : (
          <img
            src={`${subject.image.url}?w=320`}
            alt={subject.image.alt}
            width={160}
            height={160}
            className="size-40 rounded-plate object-cover"
          />
        )}
        <div className="min-w-0 grow basis-72">
          <p className="font-semibold wrap-anywhere">{listing?.title ?? subject.title}</p>
          {subject.stars === null ? null : <p className="text-small text-soft">{m.trust_stars({ count: subject.stars })}</p>}
          <p className="mt-2 max-w-prose text-small whitespace-pre-line wrap-anywhere">{listing?.description ?? subject.text}</p>
          {listing === null ? null : (
            <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-fine text-soft">
              {listing.brand === null ? null : <li>{listing.brand}</li>}
              {listing.attributes.map(({ name, value }) => (
                <li key={`${name} ${value}`}>
                  {name}: {value}
                </li>
              ))}
            </ul>
          )}
          {listing === null && subject.kind === 'listing' ? (
            <p className="mt-2 text-fine text-soft">{m.trust_listing_not_shown()}</p>
          ) : null}
        </div>
      </div>
    </Panel>
  )
}

function Findings({ question: { findings } }: { question: Question }) {
  return (
    <Panel title={m.trust_findings_title()} isFlush>
      <ul className="divide-y divide-line">
        {findings.map(({ field, match, note }) => (
          <li key={`${field} ${match}`} className="px-4 py-3 text-small sm:px-5">
            <p>{m.trust_finding({ field: fieldText(field), match })}</p>
            {note === '' ? null : <p className="text-fine text-soft">{note}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Reports({ question: { reports }, nowMs }: { question: Question; nowMs: number }) {
  return (
    <Panel title={m.trust_reports_title()} isFlush>
      <ul className="divide-y divide-line">
        {reports.map(({ id, reason, text, reporterName, createdAt }) => (
          <li key={id} className="px-4 py-3 text-small sm:px-5">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">{reasonText(reason)}</span>
              <span className="text-fine text-soft">
                {reporterName} · <Ago at={createdAt} nowMs={nowMs} />
              </span>
            </p>
            {text === '' ? null : <p className="mt-1 whitespace-pre-line text-soft wrap-anywhere">{text}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Decide({ question, result }: { question: Question; result: SubmissionResult | undefined }) {
  const isListing = question.subject.kind === 'listing'
  const [form, fields] = useTrustForm('verdict', VerdictForm, result, {
    rule: '',
    field: question.findings[0]?.field ?? '',
    fix: question.findings.find(({ note }) => note !== '')?.note ?? '',
    evidence: '',
  })
  const FIELDS = ['', '/title', '/description', '/brand', '/categoryId', '/images', '/options']
  const known = [...new Set([...FIELDS, ...question.findings.map(({ field }) => field)])]
  return (
    <Panel title={m.trust_decide_title()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <input type="hidden" name="version" value={question.version} />
        <FormErrors id={form.errorId} errors={form.errors} />
        <SubmitButton name="action" value="keep" look="secondary" pendingText={m.admin_deciding()} className="w-full">
          {m.trust_action_keep()}
        </SubmitButton>
        <p className="text-fine text-soft">{isListing ? m.trust_decide_text() : m.trust_decide_review_text()}</p>
        <TextField field={fields.rule as never} label={m.trust_rule()} hint={m.trust_rule_hint()} maxLength={200} />
        {isListing ? (
          <SelectField
            field={fields.field as never}
            label={m.trust_field()}
            options={known.map((value) => ({ value, label: fieldText(value) }))}
          />
        ) : null}
        <TextAreaField field={fields.fix as never} label={m.trust_fix()} hint={m.trust_fix_hint()} rows={3} maxLength={1000} />
        <TextAreaField field={fields.evidence as never} label={m.trust_evidence()} isOptional rows={2} maxLength={2000} />
        <SubmitButton
          name="action"
          value="hide"
          look={isListing ? 'secondary' : 'danger'}
          pendingText={m.admin_deciding()}
          className="w-full"
        >
          {m.trust_action_hide()}
        </SubmitButton>
        {isListing ? (
          <SubmitButton name="action" value="take_down" look="danger" pendingText={m.admin_deciding()} className="w-full">
            {m.trust_action_take_down()}
          </SubmitButton>
        ) : null}
      </Form>
    </Panel>
  )
}

function Earlier({ question }: { question: Question }) {
  const steps = question.decisions.map(({ id, action, rule, field, fix, byName, at }) => ({
    key: id,
    title: actionText(action),
    at,
    isDone: true,
    text: (
      <>
        {rule === '' ? null : <p>{rule}</p>}
        {fix === '' || action === 'keep' ? null : <p className="text-soft">{`${fieldText(field)}: ${fix}`}</p>}
        <p className="text-fine text-soft">{m.admin_decided_by({ name: byName })}</p>
      </>
    ),
  }))
  return (
    <Panel title={m.admin_history_title()}>
      {question.appeals.map((appeal) => (
        <p key={appeal.id} className="mb-4 text-small">
          <TextLink to="/admin/moderation/appeals">{m.trust_appealed_on({ when: momentText(appeal.createdAt) })}</TextLink>
        </p>
      ))}
      <Timeline steps={[...steps, { key: 'opened', title: m.trust_opened(), at: question.openedAt, isDone: true }]} />
    </Panel>
  )
}
