import { expect, test } from 'vitest'
import { imageKey, logoKey, originalKey, pictureFormatFor, pictureUrl, showLogo } from '#worker/pure/picture.ts'

test.each([
  ['image/avif,image/webp,image/apng,image/*,*/*;q=0.8', 'avif'],
  ['image/webp, image/avif;q=0.5', 'avif'],
  ['IMAGE/AVIF', 'avif'],
  ['image/avif;q=0', 'webp'],
  ['image/avif; q=0.0, image/webp', 'webp'],
  ['image/avif-sequence', 'webp'],
  ['image/*', 'webp'],
  ['*/*', 'webp'],
  ['', 'webp'],
  [undefined, 'webp'],
] as const)('who accepts %s gets %s', (accept, format) => {
  expect(pictureFormatFor(accept)).toBe(format)
})

test('keys are made of ids alone, and begin with the store', () => {
  const [vendorId, productId, imageId] = ['ven_A', 'prd_B', 'img_C'] as const
  expect(imageKey(vendorId, productId, imageId)).toBe('ven_A/prd_B/img_C')
  expect(originalKey(logoKey(vendorId, imageId))).toBe('ven_A/logo/img_C/original.webp')
  expect(pictureUrl(imageKey(vendorId, productId, imageId))).toBe('/images/ven_A/prd_B/img_C')
})

test('a logo says what it is, or whose', () => {
  const logo = { logoKey: 'ven_A/logo/img_C', logoWidth: 512, logoHeight: 512, logoAlt: '' }
  expect(showLogo(logo, 'Kiln & Clay')).toEqual({ url: '/images/ven_A/logo/img_C', width: 512, height: 512, alt: 'Kiln & Clay' })
  expect(showLogo({ ...logo, logoAlt: 'A kiln' }, 'Kiln & Clay')?.alt).toBe('A kiln')
  expect(showLogo({ ...logo, logoKey: null }, 'Kiln & Clay')).toBeNull()
})
