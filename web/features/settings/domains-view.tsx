import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Domain } from '#web/server/settings.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { DomainForm } from './settings-forms.ts'
import { ReadOnly } from './settings-frame.tsx'

type Props = {
  items: Domain[]
  ownUrl: string
  isReadOnly: boolean
  unproven: string | null
  lastResult: SubmissionResult | null | undefined
}

/** Web addresses of the store's own: what to enter where the name is registered, and whether it was found. */
export function DomainsView({ items, ownUrl, isReadOnly, unproven, lastResult }: Props) {
  const [form, fields] = useForm({
    id: 'domain',
    lastResult,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: DomainForm }),
  })
  return (
    <div className="grid gap-5">
      <ReadOnly isReadOnly={isReadOnly} />
      {items.map((domain) => (
        <DomainPanel key={domain.host} domain={domain} isReadOnly={isReadOnly} isUnproven={unproven === domain.host} />
      ))}
      <Panel title={m.store_settings_domain_add()}>
        <p className="mb-4 max-w-prose text-small text-soft">{m.store_settings_domain_why({ url: ownUrl.replace(/^https?:\/\//, '') })}</p>
        <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="max-w-xl">
          <fieldset disabled={isReadOnly} className="grid gap-4">
            <FormErrors id={form.errorId} errors={form.errors} />
            <TextField
              field={fields.host}
              label={m.store_settings_host()}
              hint={m.store_settings_host_why()}
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <div>
              <SubmitButton name="intent" value="add" look="secondary">
                {m.store_settings_domain_add_action()}
              </SubmitButton>
            </div>
          </fieldset>
        </Form>
      </Panel>
    </div>
  )
}

function DomainPanel({ domain, isReadOnly, isUnproven }: { domain: Domain; isReadOnly: boolean; isUnproven: boolean }) {
  const { host, isVerified, record, challenge } = domain
  return (
    <Panel
      title={host}
      action={
        <Badge tone={isVerified ? 'good' : 'warn'}>{isVerified ? m.store_settings_domain_works() : m.store_settings_domain_waits()}</Badge>
      }
    >
      {isVerified ? (
        <p className="text-small text-soft">{m.store_settings_domain_works_text()}</p>
      ) : (
        <>
          <FormErrors errors={isUnproven ? [m.store_settings_domain_unproven()] : undefined} />
          <ol className="mt-3 grid list-decimal gap-2 ps-5 text-small marker:text-soft">
            <li>{m.store_settings_domain_step_record()}</li>
            <li>{m.store_settings_domain_step_wait()}</li>
          </ol>
          <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 rounded-plate bg-stone px-4 py-3 text-small">
            <Entry name={m.store_settings_record_type()} value="TXT" />
            <Entry name={m.store_settings_record_name()} value={record} />
            <Entry name={m.store_settings_record_value()} value={challenge} />
          </dl>
        </>
      )}
      <Form method="post" className="mt-4">
        <fieldset disabled={isReadOnly} className="flex flex-wrap gap-2">
          <input type="hidden" name="host" value={host} />
          {isVerified ? null : (
            <SubmitButton name="intent" value="verify" isSmall pendingText={m.store_settings_domain_looking()}>
              {m.store_settings_domain_verify()}
            </SubmitButton>
          )}
          <SubmitButton name="intent" value="drop" look="quiet" isSmall>
            {m.store_settings_domain_drop()}
          </SubmitButton>
        </fieldset>
      </Form>
    </Panel>
  )
}

const Entry = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd>
      <code className="break-all select-all">{value}</code>
    </dd>
  </>
)
