import type { SubmissionResult } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { DetailsSelect, DetailsText, type FieldState } from './details-field.tsx'
import type { Entry } from './entry.ts'
import { needsRegion, regionsOf } from './places.ts'
import { useDetails } from './use-details.ts'

type Props = {
  lastResult: SubmissionResult | undefined
  defaults: Partial<Entry>
  countries: { code: string; name: string }[]
}

/** Who buys and where it goes: seven fields at most, one more on request. */
export function DetailsForm({ lastResult, defaults, countries }: Props) {
  const { country, field, formErrors, listeners } = useDetails(lastResult, defaults)
  const line2 = field('line2')
  return (
    <Form method="post" {...listeners} className="grid gap-4">
      <input type="hidden" name="intent" value="details" />
      {formErrors.length === 0 ? null : (
        <p role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
          {formErrors.join(' ')}
        </p>
      )}
      <DetailsText field={field('email')} type="email" label={m.checkout_email()} hint={m.checkout_email_hint()} autoComplete="email" />
      <DetailsText field={field('name')} label={m.checkout_name()} autoComplete="name" />
      <DetailsSelect
        field={field('country')}
        label={m.checkout_country()}
        autoComplete="country"
        options={countries.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <DetailsText field={field('line1')} label={m.checkout_line1()} autoComplete="address-line1" />
      <details className="-mt-2" open={line2.value !== '' || line2.error !== undefined}>
        <summary className="inline-flex min-h-9 cursor-pointer list-none items-center text-small font-medium text-accent underline decoration-line underline-offset-4 [&::-webkit-details-marker]:hidden">
          {m.checkout_line2_add()}
        </summary>
        <DetailsText field={line2} label={m.checkout_line2()} autoComplete="address-line2" required={false} className="pt-1.5" />
      </details>
      <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-6">
        <DetailsText
          field={field('postalCode')}
          label={country === 'US' ? m.checkout_zip_code() : m.checkout_postal_code()}
          autoComplete="postal-code"
          className="sm:col-span-2"
        />
        <DetailsText
          field={field('city')}
          label={m.checkout_city()}
          autoComplete="address-level2"
          className={needsRegion(country) ? 'sm:col-span-2' : 'sm:col-span-4'}
        />
        <Region field={field('region')} country={country} />
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

/** Only where tax or the post depends on it. */
function Region({ field, country }: { field: FieldState; country: string }) {
  if (!needsRegion(country)) return null
  const regions = regionsOf(country)
  const label = country === 'US' ? m.checkout_state() : country === 'CA' ? m.checkout_province() : m.checkout_region()
  const className = 'col-span-2'
  if (regions === null) return <DetailsText field={field} label={label} autoComplete="address-level1" className={className} />
  return (
    <DetailsSelect
      key={country}
      field={field}
      label={label}
      autoComplete="address-level1"
      className={className}
      options={[{ value: '', label: m.checkout_region_choose() }, ...regions]}
    />
  )
}
