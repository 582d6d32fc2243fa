import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { CheckboxField, FormErrors } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { AddressFields, type CountryChoice } from './address-fields.tsx'
import { AddressForm } from './address-form.ts'

type Props = {
  title: string
  countries: CountryChoice[]
  defaults: Record<string, string | boolean>
  /** Makes sending the form twice one address. */
  idempotencyKey?: string
  /** False for the address that is the one meant first already. */
  canBeDefault: boolean
  lastResult: SubmissionResult | null | undefined
}

/** One address of the account, new or known. */
export function AddressView({ title, countries, defaults, idempotencyKey, canBeDefault, lastResult }: Props) {
  const [form, fields] = useForm({
    id: 'address',
    lastResult,
    defaultValue: defaults,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: AddressForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  return (
    <>
      <PageHeader title={title} back={<TextLink to="/account/addresses">{m.account_back_to_addresses()}</TextLink>} />
      <Panel>
        <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-xl gap-5">
          <FormErrors id={form.errorId} errors={form.errors} />
          {idempotencyKey === undefined ? null : <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
          <AddressFields fields={fields} countries={countries} />
          {canBeDefault ? <CheckboxField field={fields.isDefault as never} label={m.account_address_use_first()} /> : null}
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText={m.account_saving()}>{m.account_address_save()}</SubmitButton>
            <ButtonLink to="/account/addresses" look="quiet">
              {m.ui_cancel()}
            </ButtonLink>
          </div>
        </Form>
      </Panel>
    </>
  )
}
