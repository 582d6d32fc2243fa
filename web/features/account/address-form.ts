import * as v from 'valibot'
import { m } from '#messages'
import { COUNTRIES, needsRegion, regionsOf } from '#web/features/checkout/places.ts'
import { entry } from '#web/ui/entry.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

const text = (max: number, missing: () => string) =>
  v.pipe(
    entry(),
    v.minLength(1, missing),
    v.maxLength(max, () => m.account_too_long({ max })),
  )
const extra = (max: number) =>
  v.pipe(
    entry(),
    v.maxLength(max, () => m.account_too_long({ max })),
  )

/** A postal address as a form asks for it: a buyer's, or the one a store's parcels leave from. */
export const addressEntries = {
  name: text(100, () => m.account_address_name_missing()),
  country: v.pipe(
    entry(),
    v.picklist(COUNTRIES, () => m.account_address_country_missing()),
  ),
  line1: text(200, () => m.account_address_line1_missing()),
  line2: extra(200),
  postalCode: text(20, () => m.account_address_postal_code_missing()),
  city: text(100, () => m.account_address_city_missing()),
  region: extra(100),
  phone: extra(30),
}

const hasRegion = ({ country, region }: { country: string; region: string }) => {
  const known = regionsOf(country)
  return known === null ? !needsRegion(country) || region !== '' : known.some(({ value }) => value === region)
}

export const AddressForm = v.pipe(
  v.object({ ...addressEntries, isDefault: v.optional(v.boolean(), false) }),
  v.forward(
    v.partialCheck([['country'], ['region']], hasRegion, () => m.account_address_region_missing()),
    ['region'],
  ),
)
export type AddressEntry = v.InferOutput<typeof AddressForm>

/** The address as the API takes it: without what was left empty, and without a region where the post wants none. */
export function addressOf({ name, country, line1, line2, postalCode, city, region, phone }: Omit<AddressEntry, 'isDefault'>): Address {
  return {
    name,
    line1,
    city,
    postalCode,
    country,
    ...(line2 === '' ? {} : { line2 }),
    ...(region === '' || !needsRegion(country) ? {} : { region }),
    ...(phone === '' ? {} : { phone }),
  }
}

/** API pointers of an address that stands under `address` -> fields of the form. */
export const ADDRESS_FIELDS = Object.fromEntries(Object.keys(addressEntries).map((name) => [`/address/${name}`, name]))
