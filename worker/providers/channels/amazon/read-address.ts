import * as v from 'valibot'
import { text } from '#worker/providers/channels/lenient.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

const Delivery = v.object({
  name: text,
  companyName: text,
  addressLine1: text,
  addressLine2: text,
  addressLine3: text,
  city: text,
  municipality: text,
  districtOrCounty: text,
  stateOrRegion: text,
  postalCode: text,
  countryCode: text,
  phone: text,
})

/** Where an order goes, or null where Amazon does not say yet (it hides it while an order is pending). */
export function readAddress(raw: unknown): Address | null {
  const read = v.safeParse(Delivery, raw)
  if (!read.success) return null
  const { name, companyName, addressLine1, addressLine2, addressLine3, city, municipality, districtOrCounty, ...rest } = read.output
  const [line1, ...more] = [addressLine1, addressLine2, addressLine3].filter((line) => line?.trim())
  const country = rest.countryCode?.trim().toUpperCase() ?? ''
  if (!line1 || !/^[A-Z]{2}$/.test(country)) return null
  const line2 = [companyName !== name ? companyName : null, ...more].filter(Boolean).join(', ')
  return {
    name: name || companyName || '',
    line1,
    ...(line2 ? { line2 } : {}),
    city: city || municipality || districtOrCounty || '',
    ...(rest.stateOrRegion ? { region: rest.stateOrRegion } : {}),
    postalCode: rest.postalCode ?? '',
    country,
    ...(rest.phone ? { phone: rest.phone } : {}),
  }
}
