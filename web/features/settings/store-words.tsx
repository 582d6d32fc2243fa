import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { AddressLines } from '#web/features/account/address-card.tsx'
import type { Store } from '#web/server/selling.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField, TextField } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { StoreWordsForm } from './settings-forms.ts'
import { ReadOnly } from './settings-frame.tsx'

type Props = { store: Store; isReadOnly: boolean; lastResult: SubmissionResult | null | undefined }

/** What the store says of itself. */
export function StoreWords({ store, isReadOnly, lastResult }: Props) {
  const { name, tagline, about, supportEmail, policies, version } = store
  const [form, fields] = useForm<Record<string, string>>({
    id: `store-${version}`,
    lastResult,
    defaultValue: { name, tagline, about, supportEmail, policies },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: StoreWordsForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const field = (key: string) => fields[key] as FieldMetadata<string>
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel>
        <ReadOnly isReadOnly={isReadOnly} />
        <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate}>
          <UnsavedGuard isDirty={form.dirty} />
          <fieldset disabled={isReadOnly} className="grid gap-5">
            <FormErrors id={form.errorId} errors={form.errors} />
            <input type="hidden" name="version" value={version} />
            <TextField field={field('name')} label={m.store_sell_name()} required />
            <TextField
              field={field('tagline')}
              label={m.store_settings_tagline()}
              hint={m.store_settings_tagline_why()}
              maxLength={140}
              isOptional
            />
            <TextAreaField
              field={field('about')}
              label={m.store_settings_about()}
              hint={m.store_settings_about_why()}
              rows={6}
              isOptional
            />
            <TextField
              field={field('supportEmail')}
              label={m.store_sell_support()}
              hint={m.store_sell_support_why()}
              type="email"
              required
            />
            <TextAreaField
              field={field('policies')}
              label={m.store_settings_policies()}
              hint={m.store_settings_policies_why()}
              rows={6}
              isOptional
            />
            <div>
              <SubmitButton pendingText={m.account_saving()}>{m.store_settings_save()}</SubmitButton>
            </div>
          </fieldset>
        </Form>
      </Panel>
      <div className="grid gap-5">
        <Panel
          title={m.store_settings_address()}
          action={isReadOnly ? undefined : <TextLink to="/sell/address">{m.account_address_change()}</TextLink>}
        >
          {store.shipFrom === null ? (
            <p className="text-small text-soft">{m.store_settings_address_none()}</p>
          ) : (
            <AddressLines address={store.shipFrom} />
          )}
        </Panel>
        <Panel title={m.store_sell_slug()}>
          <a href={store.url} className="text-small font-medium break-all text-accent underline decoration-line underline-offset-4">
            {store.url.replace(/^https?:\/\//, '')}
          </a>
          <p className="mt-2 text-fine text-soft">{m.store_settings_slug_why()}</p>
        </Panel>
      </div>
    </div>
  )
}
