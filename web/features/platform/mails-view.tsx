import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { dayText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { ApiClient } from '#worker/client.ts'
import { BODY_MAX, DETAILS, SUBJECT_MAX } from '#worker/pure/mail-words.ts'
import { Ago } from '../admin/ago.tsx'
import { Entry, FormRefusal, type Refused, TextEntry } from './entries.tsx'

type Api = ApiClient['api']['v1']['admin']['mails']
export type MailSummary = InferResponseType<Api['$get'], 200>['items'][number]
export type Mail = InferResponseType<Api[':mailTemplate']['$get'], 200>
export type MailPreview = { subject: string; html: string; text: string }

/** A mail's name as people read it: `vendor_approved` is "Vendor approved". */
const nameOf = (template: string) => (template.charAt(0).toUpperCase() + template.slice(1)).replaceAll('_', ' ')

export function MailsView({ items, nowMs }: { items: MailSummary[]; nowMs: number }) {
  const columns: Column<MailSummary>[] = [
    {
      key: 'mail',
      title: m.platform_mail(),
      isHeadline: true,
      cell: ({ template }) => <TextLink to={`/admin/mails/${template}`}>{nameOf(template)}</TextLink>,
    },
    {
      key: 'subject',
      title: m.platform_mail_subject(),
      cell: ({ subject }) =>
        subject === '{{heading}}' ? (
          <span className="text-soft">{m.platform_mail_subject_varies()}</span>
        ) : (
          <span className="wrap-anywhere">{subject}</span>
        ),
    },
    {
      key: 'state',
      title: m.platform_mail_state(),
      cell: ({ publishedNumber, hasDraft }) => (
        <span className="flex flex-wrap gap-1.5">
          {publishedNumber === null ? (
            <Badge>{m.platform_mail_in_code()}</Badge>
          ) : (
            <Badge tone="good">{m.platform_mail_published({ number: String(publishedNumber) })}</Badge>
          )}
          {hasDraft ? <Badge tone="warn">{m.platform_mail_draft()}</Badge> : null}
        </span>
      ),
    },
    { key: 'changed', title: m.platform_mail_changed(), cell: ({ changedAt }) => (changedAt ? <Ago at={changedAt} nowMs={nowMs} /> : '–') },
  ]
  return (
    <>
      <PageHeader title={m.platform_mails_title()} text={m.platform_mails_text()} />
      <Panel isFlush>
        <DataTable caption={m.platform_mails_title()} columns={columns} rows={items} rowKey={({ template }) => template} />
      </Panel>
    </>
  )
}

type Outcome = Refused & { preview?: MailPreview | undefined }
type Props = { mail: Mail; preview: MailPreview | null; outcome: Outcome | undefined; formKey: string }

/** One mail: its words, what they may name, how they look, and what was sent before. */
export function MailView({ mail, preview, outcome, formKey }: Props) {
  const published = mail.versions.find(({ isPublished }) => isPublished)
  const words = mail.draft ?? published ?? mail.inCode
  const shown = outcome?.preview ?? preview
  return (
    <>
      <PageHeader
        title={m.platform_mail_edit({ mail: nameOf(mail.template) })}
        back={<TextLink to="/admin/mails">{m.platform_mail_back()}</TextLink>}
      />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <div className="grid min-w-0 gap-6">
          <Panel title={m.platform_mail_state()} action={<State mail={mail} />}>
            <Form method="post" className="grid gap-4">
              <FormRefusal refused={outcome} />
              <input type="hidden" name="version" value={mail.draft?.version ?? 0} />
              <input type="hidden" name="formKey" value={formKey} />
              <Entry
                name="subject"
                label={m.platform_mail_subject()}
                value={words.subject}
                refused={outcome}
                maxLength={SUBJECT_MAX}
                required
              />
              <TextEntry
                name="body"
                label={m.platform_mail_body()}
                value={words.body}
                refused={outcome}
                rows={14}
                maxLength={BODY_MAX}
                required
                spellCheck
              />
              <div className="flex flex-wrap gap-2">
                <SubmitButton name="intent" value="draft" pendingText={m.platform_saving()}>
                  {m.platform_mail_save()}
                </SubmitButton>
                <SubmitButton name="intent" value="preview" look="secondary">
                  {m.platform_mail_preview()}
                </SubmitButton>
                <SubmitButton name="intent" value="test" look="quiet" pendingText={m.platform_mail_testing()}>
                  {m.platform_mail_test()}
                </SubmitButton>
              </div>
            </Form>
            {mail.draft ? <Publish version={mail.draft.version} refused={outcome} /> : null}
          </Panel>
          <Variables mail={mail} />
          <Versions mail={mail} />
        </div>
        <div className="min-w-0">{shown === null ? null : <Preview preview={shown} />}</div>
      </div>
    </>
  )
}

function State({ mail }: { mail: Mail }) {
  const published = mail.versions.find(({ isPublished }) => isPublished)
  return (
    <span className="flex flex-wrap gap-1.5">
      {published ? (
        <Badge tone="good">{m.platform_mail_published({ number: String(published.number) })}</Badge>
      ) : (
        <Badge>{m.platform_mail_in_code()}</Badge>
      )}
      {mail.draft ? <Badge tone="warn">{m.platform_mail_draft()}</Badge> : null}
    </span>
  )
}

const Publish = ({ version, refused }: { version: number; refused: Refused }) => (
  <Form method="post" className="mt-5 flex flex-wrap items-end gap-3 border-t border-line pt-5">
    <input type="hidden" name="version" value={version} />
    <Entry name="reason" label={m.platform_reason()} value="" refused={refused} className="min-w-0 grow" required minLength={3} />
    <SubmitButton name="intent" value="publish" pendingText={m.platform_mail_publishing()}>
      {m.platform_mail_publish()}
    </SubmitButton>
  </Form>
)

const Variables = ({ mail }: { mail: Mail }) => (
  <Panel title={m.platform_mail_variables()}>
    <p className="mb-4 text-small text-soft">{m.platform_mail_variables_text({ example: '{{url}}' })}</p>
    <dl className="grid gap-2 text-small">
      {mail.variables.map(({ name, example }) => (
        <div key={name} className="grid gap-x-4 sm:grid-cols-[9rem_1fr]">
          <dt>
            <code>{`{{${name}}}`}</code>
          </dt>
          <dd className="text-soft wrap-anywhere">{example}</dd>
        </div>
      ))}
      <div className="grid gap-x-4 sm:grid-cols-[9rem_1fr]">
        <dt>
          <code>{`{{${DETAILS}}}`}</code>
        </dt>
        <dd className="text-soft">{m.platform_mail_details()}</dd>
      </div>
    </dl>
  </Panel>
)

function Versions({ mail }: { mail: Mail }) {
  type Version = Mail['versions'][number]
  const columns: Column<Version>[] = [
    { key: 'number', title: m.platform_setting_version(), isHeadline: true, cell: ({ number }) => String(number) },
    { key: 'subject', title: m.platform_mail_subject(), cell: ({ subject }) => <span className="wrap-anywhere">{subject}</span> },
    { key: 'when', title: m.platform_setting_when(), cell: ({ publishedAt }) => (publishedAt ? dayText(publishedAt) : '–') },
    {
      key: 'use',
      title: m.platform_mail_use_again(),
      isUnlabelled: true,
      cell: ({ number, isPublished }) =>
        isPublished ? (
          <Badge tone="good">{m.platform_mail_is_sent()}</Badge>
        ) : (
          <Restore number={String(number)} label={m.platform_mail_use_again()} />
        ),
    },
  ]
  const isEdited = mail.versions.some(({ isPublished }) => isPublished)
  return (
    <Panel
      isFlush={mail.versions.length > 0}
      title={m.platform_mail_versions()}
      action={isEdited ? <Restore number="" label={m.platform_mail_use_code()} /> : undefined}
    >
      {mail.versions.length === 0 ? (
        <p className="text-small text-soft">{m.platform_mail_no_versions()}</p>
      ) : (
        <DataTable caption={m.platform_mail_versions()} columns={columns} rows={mail.versions} rowKey={({ number }) => String(number)} />
      )}
    </Panel>
  )
}

const Restore = ({ number, label }: { number: string; label: string }) => (
  <Form method="post">
    <input type="hidden" name="number" value={number} />
    <SubmitButton name="intent" value="restore" look="quiet" isSmall pendingText={m.platform_saving()}>
      {label}
    </SubmitButton>
  </Form>
)

/** How the mail looks, in frames that can run nothing and reach nothing. */
function Preview({ preview }: { preview: MailPreview }) {
  // The wide one is shown smaller where it would be cut off.
  const frame = (width: number, title: string) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard
    <section aria-label={title} tabIndex={0} className="relative overflow-x-auto">
      <iframe
        title={title}
        sandbox=""
        srcDoc={preview.html}
        width={width}
        height={560}
        className={`block max-w-none rounded-plate border border-line bg-white ${width > 400 ? 'xl:[zoom:0.8]' : ''}`}
      />
    </section>
  )
  return (
    <Panel title={m.platform_mail_preview()}>
      <p className="mb-4 text-small font-semibold wrap-anywhere">{m.platform_mail_preview_subject({ subject: preview.subject })}</p>
      <div className="grid gap-6 *:min-w-0">
        <div>
          <p className="mb-2 text-fine font-semibold text-soft">{m.platform_mail_preview_wide()}</p>
          {frame(600, m.platform_mail_preview_wide())}
        </div>
        <div>
          <p className="mb-2 text-fine font-semibold text-soft">{m.platform_mail_preview_narrow()}</p>
          {frame(390, m.platform_mail_preview_narrow())}
        </div>
        <div>
          <p className="mb-2 text-fine font-semibold text-soft">{m.platform_mail_preview_text()}</p>
          <pre className="rounded-plate bg-stone p-3 text-fine whitespace-pre-wrap wrap-anywhere">{preview.text}</pre>
        </div>
      </div>
    </Panel>
  )
}
