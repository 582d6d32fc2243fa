import type { Id } from '#worker/pure/ids.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'
import { CATALOGUE_MS } from './categories.ts'
import { newChance } from './chance.ts'
import { APPLICANT, STORES } from './stores.ts'

/** The password of every demo account; long enough for the real rules. */
export const DEMO_PASSWORD = 'walnut ferry umbrella quartz'

type Staff = { role: string; email: string; name: string }
export type Person = Staff & { id: Id<'account'> }

/** Who works for the first store besides its owner. */
const TEAM: readonly Staff[] = [
  { role: 'vendor_manager', email: 'manager@kiln-and-clay.example', name: 'Rosalind Fry' },
  { role: 'vendor_fulfilment', email: 'packing@kiln-and-clay.example', name: 'Teodor Marsh' },
  { role: 'vendor_analyst', email: 'numbers@kiln-and-clay.example', name: 'Anneke Vos' },
  { role: 'vendor_support', email: 'help@kiln-and-clay.example', name: 'Silas Brook' },
]
const PLATFORM: readonly Staff[] = [
  { role: 'platform_admin', email: 'admin@stoa.example', name: 'Ada Lindgren' },
  { role: 'platform_finance', email: 'finance@stoa.example', name: 'Bruno Keller' },
  { role: 'platform_moderator', email: 'moderator@stoa.example', name: 'Chidi Eze' },
  { role: 'support_rep', email: 'support@stoa.example', name: 'Dora Nakamura' },
  { role: 'platform_admin', email: 'second.admin@stoa.example', name: 'Emil Novak' },
]
const BUYERS: readonly Staff[] = [
  { role: 'buyer', email: 'ida@buyer.example', name: 'Ida Bergström' },
  { role: 'another buyer', email: 'leo@buyer.example', name: 'Leo Marchetti' },
]

const named = (people: readonly Staff[], where: string): Person[] => {
  const chance = newChance(0, `people/${where}`)
  return people.map((person) => ({ ...person, id: chance.id('account', CATALOGUE_MS) }))
}
const owners = STORES.map(({ slug, ownerName }) => ({ role: 'vendor_owner', email: `owner@${slug}.example`, name: ownerName }))

const applicants = [{ role: 'vendor_owner of a store in review', email: `owner@${APPLICANT.slug}.example`, name: APPLICANT.ownerName }]

/** Everybody who can log in, with ids that are the same for every seed. */
export const PEOPLE = {
  buyers: named(BUYERS, 'buyers'),
  owners: named(owners, 'owners'),
  applicants: named(applicants, 'applicants'),
  team: named(TEAM, 'team'),
  platform: named(PLATFORM, 'platform'),
}

/** The demo log-ins: one of every role, and the owner of every store, also of one that waits to be approved. The password is `DEMO_PASSWORD`. */
export function seededLogIns(): { role: string; email: string }[] {
  const [first, ...others] = PEOPLE.owners
  const show = ({ role, email }: Staff) => ({ role, email })
  return [
    ...PEOPLE.buyers.map(show),
    ...(first ? [show(first)] : []),
    ...PEOPLE.team.map(show),
    ...others.map(show),
    ...PEOPLE.applicants.map(show),
    ...PEOPLE.platform.map(show),
  ]
}

/** City, state, post code. */
const US_PLACES = [
  ['Portland', 'OR', '97205'], ['Seattle', 'WA', '98103'], ['Austin', 'TX', '78704'], ['Brooklyn', 'NY', '11215'], ['Chicago', 'IL', '60614'],
  ['Denver', 'CO', '80205'], ['Minneapolis', 'MN', '55408'], ['Oakland', 'CA', '94609'], ['Atlanta', 'GA', '30307'], ['Boston', 'MA', '02130'],
  ['Santa Fe', 'NM', '87501'], ['Burlington', 'VT', '05401'], ['Ann Arbor', 'MI', '48104'], ['Savannah', 'GA', '31401'], ['Boise', 'ID', '83702'],
] as const // biome-ignore format: a table reads best as a table
const EU_PLACES = [
  ['Hamburg', 'DE', '20357'], ['Berlin', 'DE', '10999'], ['Utrecht', 'NL', '3512 JE'], ['Lyon', 'FR', '69001'], ['Graz', 'AT', '8010'], ['Bologna', 'IT', '40126'],
  ['Porto', 'PT', '4050-253'], ['Gent', 'BE', '9000'], ['Aarhus', 'DK', '8000'],
] as const // biome-ignore format: a table reads best as a table
const JP_PLACES = [
  ['Tokyo', '154-0001'],
  ['Osaka', '550-0014'],
  ['Kyoto', '604-8005'],
  ['Fukuoka', '810-0041'],
] as const
const STREETS = [
  'Alder Street',
  'Mill Lane',
  'Harbour Road',
  'Chestnut Avenue',
  'Station Road',
  'Juniper Way',
  'Bridge Street',
  'Orchard Terrace',
  'Kiln Court',
  'Park Row',
]
const GIVEN = ['Amara', 'Ben', 'Celeste', 'Dmitri', 'Esther', 'Finn', 'Greta', 'Hugo', 'Imani', 'Jonas', 'Kaya', 'Lena', 'Mateo', 'Nadia', 'Otto', 'Priya', 'Quinn', 'Rosa', 'Stefan', 'Tess', 'Uma', 'Viktor', 'Willa', 'Yara'] // biome-ignore format: a table
const FAMILY = ['Abbott', 'Bauer', 'Costa', 'Dahl', 'Egan', 'Fischer', 'Garcia', 'Hale', 'Ito', 'Jansen', 'Keane', 'Larsen', 'Moreau', 'Novak', 'Olsen', 'Park', 'Reyes', 'Sato', 'Turner', 'Weiss'] // biome-ignore format: a table

export type Region = 'US' | 'EU' | 'JP'
export type Buyer = { accountId: Id<'account'> | null; email: string; address: Address }

/** People who bought before: the two who can log in first, then guests. */
export function buyersOf(seed: number, region: Region, count: number): Buyer[] {
  const chance = newChance(seed, `buyers/${region}`)
  const known = region === 'US' ? PEOPLE.buyers : []
  return Array.from({ length: count }, (_, index) => {
    const person = known[index]
    const name = person?.name ?? `${chance.pick(GIVEN)} ${chance.pick(FAMILY)}`
    const email = person?.email ?? `${name.toLowerCase().replaceAll(' ', '.')}.${region.toLowerCase()}${index}@mail.example`
    return {
      accountId: person?.id ?? null,
      email,
      address: { name, line1: `${chance.int(1, 240)} ${chance.pick(STREETS)}`, ...placeIn(region, chance) },
    }
  })
}

function placeIn(region: Region, chance: ReturnType<typeof newChance>): Pick<Address, 'city' | 'region' | 'postalCode' | 'country'> {
  if (region === 'US') {
    const [city, state, postalCode] = chance.pick(US_PLACES)
    return { city, region: state, postalCode, country: 'US' }
  }
  if (region === 'EU') {
    const [city, country, postalCode] = chance.pick(EU_PLACES)
    return { city, postalCode, country }
  }
  const [city, postalCode] = chance.pick(JP_PLACES)
  return { city, postalCode, country: 'JP' }
}
