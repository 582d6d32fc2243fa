import { parseWithValibot } from '@conform-to/valibot'
import type { GenericSchema } from 'valibot'
import { expect, test } from 'vitest'
import { productForm } from '#web/features/goods/product-form.ts'
import { AdjustForm } from '#web/features/inventory/adjust-schema.ts'
import { CancelForm, OrderForm, ShipForm } from '#web/features/orders-desk/order-forms.ts'

function formOf(entries: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.set(name, value)
  return form
}
const PRODUCT = productForm('USD')
const CATEGORY = 'cat_01JD0000000000000000000000'

test('a product whose optional fields are empty is whole', () => {
  const form = formOf({
    intent: 'publish', version: '3', title: ' Mug ', description: '', brand: '', slug: '', categoryId: CATEGORY,
    'options[0].name': 'Size', 'options[0].values[0]': 'S', 'options[0].values[1]': 'L',
    'variants[0].choice': '0', 'variants[0].sku': '', 'variants[0].price': '24,50', 'variants[0].stock': '5', 'variants[0].weight': '', 'variants[0].gtin': '',
    'variants[1].choice': '1', 'variants[1].price': '', 'variants[1].id': 'var_01JD0000000000000000000000',
  }) // biome-ignore format: a form
  const read = parseWithValibot(form, { schema: PRODUCT })
  expect(read.status === 'success' && read.value).toMatchObject({
    intent: 'publish', title: 'Mug', description: '', brand: '', slug: '', categoryId: CATEGORY, options: [{ name: 'Size', values: ['S', 'L'] }],
    variants: [
      { choice: '0', sku: '', price: '24,50', stock: 5, weight: 0, gtin: '' },
      { id: 'var_01JD0000000000000000000000', choice: '1', sku: '', price: '', stock: 0 },
    ],
  }) // biome-ignore format: a form
})

test.each([
  [{}, ['title', 'categoryId']],
  [{ title: 'Mug', categoryId: 'cat_1' }, ['categoryId']],
  [{ title: 'Mug', categoryId: CATEGORY, slug: 'Not a slug' }, ['slug']],
  [{ title: 'Mug', categoryId: CATEGORY, 'options[0].name': '', 'options[0].values[0]': 'S' }, ['options[0].name']],
  [{ title: 'Mug', categoryId: CATEGORY, 'options[0].name': 'Size' }, ['options[0].values']],
  [{ title: 'Mug', categoryId: CATEGORY, 'variants[0].price': '24.505', 'variants[0].gtin': '123', 'variants[0].stock': '-1' }, ['variants[0].price', 'variants[0].stock', 'variants[0].gtin']],
] as [Record<string, string>, string[]][])('a product of %j is refused for %j', (entries, fields) => {
  const read = parseWithValibot(formOf(entries), { schema: PRODUCT })
  expect(Object.keys((read.status === 'error' && read.error) || {}).toSorted()).toEqual(fields.toSorted())
}) // biome-ignore format: a table

test('an empty parcel, reason or count is told in our words', () => {
  const errorsOf = (schema: GenericSchema, entries: Record<string, string>) => {
    const read = parseWithValibot(formOf(entries), { schema })
    return read.status === 'error' ? read.error : null
  }
  expect(errorsOf(ShipForm, { intent: 'ship', carrier: '', trackingNumber: '' })).toEqual({
    carrier: ['Name the carrier, for example UPS.'],
    trackingNumber: ['Give the tracking number, at least 4 characters.'],
  })
  expect(errorsOf(OrderForm, { intent: 'ship', carrier: 'UPS', trackingNumber: '' })).toEqual({
    trackingNumber: ['Give the tracking number, at least 4 characters.'],
  })
  expect(errorsOf(CancelForm, { intent: 'cancel', reason: '' })).toEqual({ reason: ['Give a reason, at least 3 characters.'] })
  expect(errorsOf(AdjustForm, { mode: 'set', amount: '' })).toEqual({ amount: ['A whole number, for example 12 or -2.'] })
  expect(errorsOf(AdjustForm, { mode: 'set', amount: '-2' })).toEqual({ amount: ['A count is 0 or more.'] })
  const fewer = parseWithValibot(formOf({ mode: 'by', amount: '-2', reason: 'damaged' }), { schema: AdjustForm })
  expect(fewer.status === 'success' && fewer.value).toMatchObject({ mode: 'by', amount: -2, reason: 'damaged', note: '' })
})
