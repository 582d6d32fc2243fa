import { parseWithValibot } from '@conform-to/valibot'
import type { GenericSchema } from 'valibot'
import { describe, expect, test } from 'vitest'
import { AddressForm, addressOf } from '#web/features/account/address-form.ts'
import { passwordGrade, SignUpForm } from '#web/features/identity/auth-forms.ts'
import { FirstProductForm, ShipFromForm } from '#web/features/onboarding/sell-forms.ts'
import { RatesForm, StoreWordsForm } from '#web/features/settings/settings-forms.ts'

/** A form as a browser sends it: every entry is there, empty or not. */
function send(schema: GenericSchema, entries: Record<string, string>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.set(name, value)
  const submission = parseWithValibot(form, { schema })
  return submission.status === 'success' ? { value: submission.value } : { errors: submission.error }
}

const ADDRESS = { name: 'Ada', country: 'US', line1: '1 Way', line2: '', postalCode: '97201', city: 'Portland', region: 'OR', phone: '' }

describe('an address', () => {
  test('leaves out what was left empty, and a region where the post wants none', () => {
    const { value } = send(AddressForm, ADDRESS) as { value: Parameters<typeof addressOf>[0] }
    expect(addressOf(value)).toEqual({ name: 'Ada', country: 'US', line1: '1 Way', postalCode: '97201', city: 'Portland', region: 'OR' })
    expect(addressOf({ ...value, country: 'DE' })).toEqual({
      name: 'Ada',
      country: 'DE',
      line1: '1 Way',
      postalCode: '97201',
      city: 'Portland',
    })
  })

  test('needs a region where the post does, and every other entry said in our words', () => {
    expect(send(AddressForm, { ...ADDRESS, region: '' })).toEqual({ errors: { region: ['Choose the state or region.'] } })
    expect(send(AddressForm, { ...ADDRESS, name: '', line1: ' ', country: '', city: '', postalCode: '' })).toEqual({
      errors: {
        name: ['Give the name that stands at the door.'],
        country: ['Choose a country.'],
        line1: ['Give the street and the number.'],
        postalCode: ['Give the postal code.'],
        city: ['Give the town.'],
      },
    })
  })
})

test('where a store ships from takes its prices as typed; none is none', () => {
  expect(send(ShipFromForm, { ...ADDRESS, home: '4.90', freeOver: '', abroad: '' })).toMatchObject({
    value: { name: 'Ada', home: '4.90', freeOver: '', abroad: '' },
  })
})

test('a sign-up says each fault once, and one that only shows in company of name and address', () => {
  const good = { name: 'Maud Ferrier', email: 'maud@buyer.example', password: 'harbour thistle magnet plum' }
  expect(send(SignUpForm, good)).toEqual({ value: good })
  expect(send(SignUpForm, { name: '', email: 'maud', password: 'short' })).toEqual({
    errors: {
      name: ['Give a name.'],
      email: ['This is not an e-mail address. It should look like name@example.com.'],
      password: ['10 more characters are needed.'],
    },
  })
  const guessable = 'This is one of the first a stranger would try. Leave out well-known words, counting, repeats and your name.'
  expect(send(SignUpForm, { ...good, password: 'password123456789' })).toEqual({ errors: { password: [guessable] } })
  expect(send(SignUpForm, { ...good, password: 'ferrier maud ferrier' })).toEqual({ errors: { password: [guessable] } })
})

test.each([
  ['short', 'short'],
  ['password123456789', 'guessable'],
  ['lantern pickle g', 'good'],
  ['harbour thistle magnet plum', 'strong'],
] as const)('%j is graded %s', (password, grade) => {
  expect(passwordGrade(password, [])).toBe(grade)
})

test('a first product needs a title, a category, a price and whole units', () => {
  expect(send(FirstProductForm, { title: '', description: '', categoryId: '', price: '', stock: '1.5' })).toEqual({
    errors: {
      title: ['Give it a title.'],
      categoryId: ['Choose a category.'],
      price: ['Give a price.'],
      stock: ['Give a whole number.'],
    },
  })
})

test('what a store says of itself may be left empty, its name may not', () => {
  const words = { version: '3', name: 'Kiln', tagline: '', about: '', supportEmail: 'a@b.example', policies: '' }
  expect(send(StoreWordsForm, words)).toEqual({ value: words })
  expect(send(StoreWordsForm, { ...words, name: '' })).toEqual({ errors: { name: ['Give your store a name of two letters or more.'] } })
})

test('a rate’s days are in order, and a store keeps at least one rate', () => {
  const rate = {
    name: 'Standard',
    country: '*',
    kind: 'flat',
    currency: 'USD',
    base: '',
    freeOver: '',
    perKg: '',
    daysMin: '5',
    daysMax: '2',
  }
  const entries = Object.fromEntries(Object.entries(rate).map(([name, value]) => [`rates[0].${name}`, value]))
  expect(send(RatesForm, entries)).toEqual({ errors: { 'rates[0].daysMax': ['Not fewer than the first number.'] } })
  expect(send(RatesForm, {})).toEqual({ errors: { rates: ['Keep at least one rate, or nobody can buy from you.'] } })
})
