import * as v from 'valibot'
import { m } from '#messages'
import { COUNTRIES, needsRegion, regionsOf } from './places.ts'

const text = (max: number, missing: () => string) =>
  v.pipe(v.string(missing), v.trim(), v.minLength(1, missing), v.maxLength(max, m.checkout_too_long))

/** Who buys and where it goes: what the form asks for and the page keeps. */
export const entrySchema = v.pipe(
  v.object({
    email: v.pipe(
      v.string(m.checkout_email_missing),
      v.trim(),
      v.minLength(1, m.checkout_email_missing),
      v.email(m.checkout_email_wrong),
      v.maxLength(254, m.checkout_too_long),
    ),
    name: text(100, m.checkout_name_missing),
    country: v.pipe(v.string(m.checkout_country_missing), v.picklist(COUNTRIES, m.checkout_country_missing)),
    line1: text(200, m.checkout_line1_missing),
    line2: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200, m.checkout_too_long))),
    postalCode: text(20, m.checkout_postal_code_missing),
    city: text(100, m.checkout_city_missing),
    region: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100, m.checkout_too_long))),
  }),
  v.forward(
    v.partialCheck(
      [['country'], ['region']],
      ({ country, region = '' }) => {
        const known = regionsOf(country)
        return known === null ? !needsRegion(country) || region !== '' : known.some(({ value }) => value === region)
      },
      m.checkout_region_missing,
    ),
    ['region'],
  ),
)
export type Entry = v.InferOutput<typeof entrySchema>

/** The address as the API takes it: without the fields nobody filled in, and without a region of another country. */
export function addressOf({ email: _, line2 = '', region = '', ...rest }: Entry) {
  return { ...rest, ...(line2 === '' ? {} : { line2 }), ...(region === '' || !needsRegion(rest.country) ? {} : { region }) }
}
