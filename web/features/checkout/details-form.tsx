import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { type Entry, entrySchema } from './entry-schema.ts'
import { needsRegion, regionsOf } from './places.ts'

type Props = {
  lastResult: SubmissionResult | undefined
  defaults: Partial<Entry>
  countries: { code: string; name: string }[]
}

/** Who buys and where it goes: seven fields at most, one more on request. */
export function DetailsForm({ lastResult, defaults, countries }: Props) {
  const [form, fields] = useForm({
    id: 'details-form',
    lastResult: lastResult ?? null,
    defaultValue: defaults,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: entrySchema }),
  })
  const country = fields.country.value ?? defaults.country ?? ''
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="grid gap-4">
      <input type="hidden" name="intent" value="details" />
      <FormErrors id={form.errorId} errors={form.errors} />
      <TextField field={fields.email} type="email" label={m.checkout_email()} hint={m.checkout_email_hint()} autoComplete="email" />
      <TextField field={fields.name} label={m.checkout_name()} autoComplete="name" />
      <SelectField
        field={fields.country}
        label={m.checkout_country()}
        autoComplete="country"
        options={countries.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <TextField field={fields.line1} label={m.checkout_line1()} autoComplete="address-line1" />
      <details className="-mt-2" open={Boolean(defaults.line2) || fields.line2.errors !== undefined}>
        <summary className="inline-flex min-h-9 cursor-pointer list-none items-center text-small font-medium text-accent underline decoration-line underline-offset-4 [&::-webkit-details-marker]:hidden">
          {m.checkout_line2_add()}
        </summary>
        <TextField field={fields.line2} label={m.checkout_line2()} autoComplete="address-line2" isOptional className="pt-1.5" />
      </details>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-6">
        <TextField
          field={fields.postalCode}
          label={country === 'US' ? m.checkout_zip_code() : m.checkout_postal_code()}
          autoComplete="postal-code"
          className="sm:col-span-2"
        />
        <TextField
          field={fields.city}
          label={m.checkout_city()}
          autoComplete="address-level2"
          className={needsRegion(country) ? 'sm:col-span-2' : 'sm:col-span-4'}
        />
        <Region field={fields.region} country={country} />
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton pendingText={m.checkout_continuing()} className="min-h-12 px-7">
          {m.checkout_continue()}
        </SubmitButton>
        <p className="text-fine text-soft">{m.checkout_continue_note()}</p>
      </div>
    </Form>
  )
}

type RegionField = Parameters<typeof TextField>[0]['field']

/** Only where tax or the post depends on it. */
function Region({ field, country }: { field: RegionField; country: string }) {
  if (!needsRegion(country)) return null
  const regions = regionsOf(country)
  const label = country === 'US' ? m.checkout_state() : country === 'CA' ? m.checkout_province() : m.checkout_region()
  const className = 'col-span-2'
  if (regions === null) return <TextField field={field} label={label} autoComplete="address-level1" className={className} />
  return (
    <SelectField
      field={field}
      label={label}
      autoComplete="address-level1"
      className={className}
      options={[{ value: '', label: m.checkout_region_choose() }, ...regions]}
    />
  )
}
