import type { FieldMetadata } from '@conform-to/react'
import { m } from '#messages'
import { needsRegion, regionsOf } from '#web/features/checkout/places.ts'
import { SelectField, TextField } from '#web/ui/field.tsx'

type Names = 'name' | 'country' | 'line1' | 'line2' | 'postalCode' | 'city' | 'region' | 'phone'
type Fields = Record<Names, FieldMetadata<string>>
export type CountryChoice = { value: string; label: string }

/** The entries of a postal address. The region is asked for only where tax or the post depends on it. */
export function AddressFields({ fields, countries, nameLabel }: { fields: object; countries: CountryChoice[]; nameLabel?: string }) {
  const { name, country, line1, line2, postalCode, city, region, phone } = fields as Fields
  const place = country.value ?? ''
  return (
    <>
      <TextField field={name} label={nameLabel ?? m.account_address_name()} autoComplete="name" required />
      <SelectField
        field={country}
        label={m.account_address_country()}
        autoComplete="country"
        options={[{ value: '', label: m.account_address_choose() }, ...countries]}
        required
      />
      <TextField field={line1} label={m.account_address_line1()} autoComplete="address-line1" required />
      <TextField field={line2} label={m.account_address_line2()} autoComplete="address-line2" isOptional />
      <div className="grid gap-5 sm:grid-cols-[10rem_1fr]">
        <TextField field={postalCode} label={m.account_address_postal_code()} autoComplete="postal-code" required />
        <TextField field={city} label={m.account_address_city()} autoComplete="address-level2" required />
      </div>
      <Region field={region} country={place} />
      <TextField
        field={phone}
        label={m.account_address_phone()}
        hint={m.account_address_phone_why()}
        type="tel"
        autoComplete="tel"
        isOptional
      />
    </>
  )
}

function Region({ field, country }: { field: FieldMetadata<string>; country: string }) {
  if (!needsRegion(country)) return null
  const regions = regionsOf(country)
  if (regions === null) return <TextField field={field} label={m.account_address_region()} autoComplete="address-level1" />
  return (
    <SelectField
      field={field}
      label={m.account_address_region()}
      autoComplete="address-level1"
      options={[{ value: '', label: m.account_address_choose() }, ...regions]}
    />
  )
}
