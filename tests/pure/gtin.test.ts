import { expect, test } from 'vitest'
import { checkDigitOf, normaliseGtin } from '#worker/pure/gtin.ts'

test.each([
  ['96385074', '00000096385074'],
  ['036000291452', '00036000291452'],
  ['4006381333931', '04006381333931'],
  ['10614141000415', '10614141000415'],
  ['4 006381-333931', '04006381333931'],
])('%s is a GTIN, compared as %s', (text, normal) => {
  expect(normaliseGtin(text)).toBe(normal)
})

test('an UPC-A and its EAN-13 are the same product', () => {
  expect(normaliseGtin('0036000291452')).toBe(normaliseGtin('036000291452'))
})

test.each([
  '4006381333932',
  '4006381333939',
  '400638133393',
  '40063813339310',
  '',
  'abcdefgh',
  '4006381333٣31',
  '1e12',
  '９６３８５０７４',
])('%s is none', (text) => {
  expect(normaliseGtin(text)).toBeNull()
})

test('every single wrong digit is noticed', () => {
  const digits = '04006381333931'
  for (let at = 0; at < 14; at++)
    for (let digit = 0; digit < 10; digit++) {
      const changed = digits.slice(0, at) + digit + digits.slice(at + 1)
      expect(normaliseGtin(changed)).toBe(changed === digits ? digits : null)
    }
  expect(checkDigitOf('0000000000000')).toBe(0)
})
