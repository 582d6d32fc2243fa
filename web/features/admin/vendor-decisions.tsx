import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { TextAreaField } from '#web/ui/field.tsx'
import { momentText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import type { VendorCase } from './admin-words.ts'
import { ReasonedForm } from './decision-forms.ts'

type Props = { vendor: VendorCase; result: SubmissionResult | undefined }

/** What can be decided about a vendor as it stands; each decision says what it does before it is taken. */
export function VendorDecisions({ vendor, result }: Props) {
  const { status, name } = vendor
  if (status === 'provisioning')
    return (
      <Panel title={m.admin_decide_title()}>
        <p className="text-small text-soft">{m.admin_still_provisioning()}</p>
      </Panel>
    )
  return (
    <Panel title={m.admin_decide_title()} isFlush>
      <StandingReason vendor={vendor} />
      <div className="divide-y divide-line">
        {status === 'in_review' || status === 'declined' ? (
          <Decision title={m.admin_approve()} isOpen={status === 'in_review' && result === undefined}>
            <p className="text-small text-soft">{m.admin_approve_text({ name })}</p>
            <Plain intent="approve" text={m.admin_approve_confirm({ name })} pendingText={m.admin_deciding()} />
          </Decision>
        ) : null}
        {status === 'in_review' ? (
          <Reasoned
            intent="decline"
            title={m.admin_decline()}
            text={m.admin_decline_text({ name })}
            confirmText={m.admin_decline_confirm({ name })}
            result={result}
          />
        ) : null}
        {status === 'active' ? (
          <Reasoned
            intent="suspend"
            title={m.admin_suspend()}
            text={m.admin_suspend_text({ name })}
            confirmText={m.admin_suspend_confirm({ name })}
            result={result}
          />
        ) : null}
        {status === 'suspended' ? (
          <Decision title={m.admin_activate()} isOpen>
            <p className="text-small text-soft">{m.admin_activate_text({ name })}</p>
            <Plain intent="activate" text={m.admin_activate_confirm({ name })} pendingText={m.admin_deciding()} />
          </Decision>
        ) : null}
      </div>
    </Panel>
  )
}

function StandingReason({ vendor: { status, suspendedReason, declinedReason, reviewedAt, reviewRequestedAt } }: Pick<Props, 'vendor'>) {
  const reason = status === 'suspended' ? suspendedReason : status === 'declined' ? declinedReason : null
  const text =
    status === 'in_review' && reviewRequestedAt !== null
      ? m.admin_waits_since({ when: momentText(reviewRequestedAt) })
      : reason === null
        ? reviewedAt !== null && status === 'active'
          ? m.admin_sells_since({ when: momentText(reviewedAt) })
          : null
        : m.admin_standing_reason({ reason })
  return text === null ? null : <p className="border-b border-line px-4 py-3 text-small sm:px-5">{text}</p>
}

function Decision({
  title,
  isOpen,
  isDanger = false,
  children,
}: {
  title: string
  isOpen: boolean
  isDanger?: boolean
  children: ReactNode
}) {
  return (
    <details open={isOpen} className="group">
      <summary
        className={`flex min-h-12 cursor-pointer items-center px-4 text-small font-semibold sm:px-5 ${isDanger ? 'text-bad' : 'text-accent'}`}
      >
        {title}
        <ChevronDown className="ms-auto size-4 transition-transform group-open:rotate-180 motion-reduce:transition-none" aria-hidden />
      </summary>
      <div className="space-y-4 px-4 pb-5 sm:px-5">{children}</div>
    </details>
  )
}

function Plain({ intent, text, pendingText }: Record<'intent' | 'text' | 'pendingText', string>) {
  return (
    <Form method="post">
      <SubmitButton name="intent" value={intent} pendingText={pendingText} className="w-full whitespace-normal">
        {text}
      </SubmitButton>
    </Form>
  )
}

type ReasonedProps = { intent: 'decline' | 'suspend'; title: string; text: string; confirmText: string; result: Props['result'] }

function Reasoned({ intent, title, text, confirmText, result }: ReasonedProps) {
  const isThis = result?.initialValue?.intent === intent
  const [form, fields] = useForm({
    id: intent,
    lastResult: isThis ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ReasonedForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { reason: '' },
  })
  return (
    <Decision title={title} isOpen={isThis} isDanger>
      <p className="text-small text-soft">{text}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="space-y-4">
        <input type="hidden" name="intent" value={intent} />
        <TextAreaField field={fields.reason} label={m.admin_reason()} hint={m.admin_reason_hint()} rows={4} />
        <SubmitButton look="danger" pendingText={m.admin_deciding()} className="w-full whitespace-normal">
          {confirmText}
        </SubmitButton>
      </Form>
    </Decision>
  )
}
