import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { useVendorNames, type VendorChoice } from '#web/features/admin/filters.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'
import type { Explanation, Names } from './commission-words.ts'
import { Explained } from './explained.tsx'

export type Tried = Record<'vendor' | 'category' | 'product' | 'country' | 'currency' | 'price' | 'quantity' | 'shipping', string>
type Page = {
  tried: Tried
  vendor: VendorChoice
  names: Names
  countries: { value: string; label: string }[]
  explanation: Explanation | null
  problem: string | null
}

const BOX = 'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2'

/** Any sale, worked out from an address: it can be sent to whoever asks why. */
export function TryView({ tried, vendor, names, countries, explanation, problem }: Page) {
  return (
    <>
      <PageHeader title={m.commission_try_title()} text={m.commission_try_text()} back={<TextLink to="/admin/commission">{m.commission_back()}</TextLink>} />
      <div className="grid items-start gap-5 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Panel>
          <Form className="grid gap-4">
            <VendorEntry chosen={vendor} />
            <Choice name="category" label={m.commission_field_category()} value={tried.category} options={names.categories} empty={m.commission_field_any_category()} />
            <Entry name="product" label={m.commission_field_product()} value={tried.product} />
            <Choice name="country" label={m.commission_field_country()} value={tried.country} options={countries} empty={m.commission_field_any_country()} />
            <div className="grid grid-cols-2 gap-4">
              <Choice name="currency" label={m.commission_field_currency()} value={tried.currency} options={CURRENCIES.map((code) => ({ value: code, label: code }))} />
              <Entry name="price" label={m.commission_try_price()} value={tried.price} inputMode="decimal" />
              <Entry name="quantity" label={m.commission_try_quantity()} value={tried.quantity} inputMode="numeric" />
              <Entry name="shipping" label={m.commission_try_shipping()} value={tried.shipping} inputMode="decimal" />
            </div>
            <SubmitButton>{m.commission_try_go()}</SubmitButton>
          </Form>
        </Panel>
        <div className="grid gap-4">
          <FormErrors errors={problem === null ? undefined : [problem]} />
          {explanation === null ? problem === null ? <p className="py-8 text-center text-soft">{m.commission_try_choose()}</p> : null : <Explained explanation={explanation} names={names} />}
        </div>
      </div>
    </>
  )
} // biome-ignore format: a field a line

const Labelled = ({ name, label, children }: { name: string; label: string; children: ReactNode }) => (
  <div className="grid gap-1.5">
    <label htmlFor={`try-${name}`} className="text-small font-semibold">
      {label}
    </label>
    {children}
  </div>
)

function VendorEntry({ chosen: { words, isUnknown } }: { chosen: VendorChoice }) {
  const { entry, names } = useVendorNames()
  return (
    <Labelled name="vendor" label={m.commission_field_vendor()}>
      <input
        {...entry}
        key={words}
        id="try-vendor"
        name="vendor"
        defaultValue={words}
        required
        aria-invalid={isUnknown || undefined}
        aria-describedby={isUnknown ? 'try-vendor-error' : 'try-vendor-hint'}
        className={`${BOX} aria-invalid:border-bad`}
      />
      {names}
      {isUnknown ? (
        <p id="try-vendor-error" role="alert" className="text-fine font-medium text-bad">
          {m.commission_field_vendor_error()}
        </p>
      ) : (
        <p id="try-vendor-hint" className="text-fine text-soft">
          {m.commission_field_vendor_hint()}
        </p>
      )}
    </Labelled>
  )
}

function Choice({ name, label, value, options, empty }: { name: string; label: string; value: string; options: { value: string; label: string }[]; empty?: string }) {
  return (
    <Labelled name={name} label={label}>
      <select id={`try-${name}`} name={name} defaultValue={value} className={`${BOX} pe-8`}>
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
} // biome-ignore format: one signature

function Entry({ name, label, value, inputMode }: { name: string; label: string; value: string; inputMode?: 'decimal' | 'numeric' }) {
  return (
    <Labelled name={name} label={label}>
      <input id={`try-${name}`} name={name} defaultValue={value} inputMode={inputMode} autoComplete="off" className={BOX} />
    </Labelled>
  )
}
