import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { AddressFields, type CountryChoice } from '#web/features/account/address-fields.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextField } from '#web/ui/field.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { ShipFromForm } from './sell-forms.ts'

type Props = {
  countries: CountryChoice[]
  defaults: Record<string, string>
  currency: string
  /** False for a store whose rates are more than three prices can say. */
  hasSimpleRates: boolean
  version: number
  lastResult: SubmissionResult | null | undefined
}

/** Where parcels leave from, and what delivery costs to begin with. */
export function AddressStep({ countries, defaults, currency, hasSimpleRates, version, lastResult }: Props) {
  const [form, fields] = useForm<Record<string, string>>({
    id: 'ship-from',
    lastResult,
    defaultValue: defaults,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ShipFromForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const amount = { inputMode: 'decimal' as const, autoComplete: 'off' }
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="version" value={version} />
      <AddressFields fields={fields} countries={countries} nameLabel={m.store_sell_ship_name()} />
      {hasSimpleRates ? (
        <fieldset className="mt-2 grid gap-5 border-t border-line pt-6">
          <legend className="float-start mb-1 w-full font-display text-title font-bold">{m.store_sell_delivery()}</legend>
          <p className="-mt-3 text-small text-soft">{m.store_sell_delivery_why({ currency })}</p>
          <div className="grid gap-5 sm:grid-cols-3">
            <TextField
              field={fields.home as never}
              label={m.store_sell_delivery_home()}
              hint={m.store_sell_delivery_home_why()}
              {...amount}
            />
            <TextField
              field={fields.freeOver as never}
              label={m.store_sell_delivery_free()}
              hint={m.store_sell_delivery_free_why()}
              isOptional
              {...amount}
            />
            <TextField
              field={fields.abroad as never}
              label={m.store_sell_delivery_abroad()}
              hint={m.store_sell_delivery_abroad_why()}
              isOptional
              {...amount}
            />
          </div>
        </fieldset>
      ) : (
        <p className="text-small text-soft">
          {m.store_sell_delivery_known()} <TextLink to="/vendor/settings/delivery">{m.store_sell_delivery_settings()}</TextLink>
        </p>
      )}
      <div>
        <SubmitButton className="min-h-12" pendingText={m.account_saving()}>
          {m.store_sell_go_on()}
        </SubmitButton>
      </div>
    </Form>
  )
}
