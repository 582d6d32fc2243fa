import { m } from '#messages'
import { COUNTRIES, needsRegion, regionsOf } from './places.ts'

/** Who buys and where it goes. */
export type Entry = {
  email: string
  name: string
  country: string
  line1: string
  line2?: string | undefined
  postalCode: string
  city: string
  region?: string | undefined
}
export type EntryField = keyof Entry
export const ENTRY_FIELDS = ['email', 'name', 'country', 'line1', 'line2', 'postalCode', 'city', 'region'] as const satisfies EntryField[]

const LENGTHS_MAX: Record<EntryField, number> = {
  email: 254,
  name: 100,
  country: 2,
  line1: 200,
  line2: 200,
  postalCode: 20,
  city: 100,
  region: 100,
}
const MISSING: Partial<Record<EntryField, () => string>> = {
  email: m.checkout_email_missing,
  name: m.checkout_name_missing,
  line1: m.checkout_line1_missing,
  postalCode: m.checkout_postal_code_missing,
  city: m.checkout_city_missing,
}
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/**
 * What is wrong with a field, in words that say what to do; null if nothing is. The browser asks when a field is left, the
 * server when the form comes. @param country the one chosen, because the region depends on it
 */
export function entryFault(field: EntryField, entered: string, country: string): string | null {
  const text = entered.trim()
  const missing = MISSING[field]
  if (text === '' && missing !== undefined) return missing()
  if (text.length > LENGTHS_MAX[field]) return m.checkout_too_long()
  if (field === 'email' && !EMAIL.test(text)) return m.checkout_email_wrong()
  if (field === 'country' && !COUNTRIES.includes(text)) return m.checkout_country_missing()
  if (field === 'region' && isRegionMissing(text, country)) return m.checkout_region_missing()
  return null
}

function isRegionMissing(region: string, country: string): boolean {
  const known = regionsOf(country)
  return known === null ? needsRegion(country) && region === '' : !known.some(({ value }) => value === region)
}

/** The address as the API takes it: without the fields nobody filled in, and without a region of another country. */
export function addressOf({ email: _, line2 = '', region = '', ...rest }: Entry) {
  return { ...rest, ...(line2 === '' ? {} : { line2 }), ...(region === '' || !needsRegion(rest.country) ? {} : { region }) }
}
