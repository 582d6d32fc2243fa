import { parseWithValibot } from '@conform-to/valibot'
import type { GenericSchema } from 'valibot'
import { expect, test } from 'vitest'
import { overridesForm, readSignedPercent, ShopForm, settingsForm, settingsOf } from '#web/features/channels/channel-forms.ts'
import { attributeEntry, readMappings } from '#web/features/channels/read-mappings.ts'
import { readRefund } from '#web/features/channels/refund-entry.ts'

function formOf(entries: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.set(name, value)
  return form
}
const read = <S extends GenericSchema>(schema: S, entries: Record<string, string>) => {
  const { status, ...submission } = parseWithValibot(formOf(entries), { schema })
  return status === 'success' && 'value' in submission
    ? { value: submission.value }
    : { errors: 'error' in submission ? submission.error : null }
}

test('settings are read as they are typed, exactly', () => {
  const typed = { intent: 'settings', buffer: '2', quantityMax: '', isStockPushed: 'on', margin: '-12,5', plus: '-0.30', floor: '9', rounding: 'up_99', onShortage: 'park' }
  const { value } = read(settingsForm('USD'), typed)
  if (value === undefined) throw new Error('refused')
  expect(settingsOf(value, 'USD')).toEqual({
    buffer: 2,
    quantityMax: null,
    isStockPushed: true,
    isPricePushed: false,
    priceRule: { marginBps: -1250, plusMinor: -30, floorMinor: 900, rounding: 'up_99' },
    onShortage: 'park',
  })
  const bare = read(settingsForm('JPY'), { intent: 'settings', buffer: '', plus: '120', isPricePushed: 'on' }).value
  if (bare === undefined) throw new Error('refused')
  expect(settingsOf(bare, 'JPY')).toEqual({
    buffer: 0,
    quantityMax: null,
    isStockPushed: false,
    isPricePushed: true,
    priceRule: { marginBps: 0, plusMinor: 120, floorMinor: null, rounding: 'none' },
    onShortage: 'cancel',
  })
}) // biome-ignore format: a form

test('what is no number is told beside its field', () => {
  const typed = { intent: 'settings', buffer: '1.5', quantityMax: '-1', margin: 'twelve', plus: '0.305', floor: 'nine' }
  expect(read(settingsForm('USD'), typed).errors).toEqual({
    buffer: ['A whole number of units, for example 2.'],
    quantityMax: ['A whole number of units, for example 2.'],
    margin: ['A rate such as 12.5 or -5.'],
    plus: ['An amount such as 1.50.'],
    floor: ['An amount such as 1.50.'],
  })
  expect(['+5', '−2,25', '7 %', '', '120'].map(readSignedPercent)).toEqual([500, -225, 700, 0, null])
})

test('a shop is known however it is typed', () => {
  const names = [
    'kiln-and-clay',
    'Kiln-and-Clay.myshopify.com',
    'https://kiln-and-clay.myshopify.com/admin/orders',
    'https://admin.shopify.com/store/Kiln-and-Clay/products',
  ]
  expect(names.map((shop) => read(ShopForm, { shop }).value)).toEqual(Array(4).fill({ shop: 'kiln-and-clay' }))
  expect(read(ShopForm, { shop: 'kiln.example.com' }).errors).toEqual({ shop: ['Only the shop’s name, as in your-shop.myshopify.com.'] })
})

test('overrides left empty are none', () => {
  expect(read(overridesForm('USD'), { intent: 'overrides', version: '4', title: ' Blue mug ', price: '24,50' }).value).toEqual({
    intent: 'overrides',
    version: '4',
    title: 'Blue mug',
    description: '',
    price: 2450,
    buffer: null,
    quantityMax: null,
  })
})

test('a refund gives back units at their price, or what is typed', () => {
  const money = (amountMinor: number) => ({ amountMinor, currency: 'USD' })
  const line = (externalId: string) => ({ externalId, sku: 'M', title: 'Mug', quantity: 3, unitPrice: money(1200), total: money(3600), variant: null })
  const order = { lines: [line('L-1'), line('L-2')], total: money(7200) }
  expect(readRefund(formOf({ 'quantity.L-1': '2', 'amount.L-2': '5', shipping: '1.10', reason: 'damaged', note: 'Broken' }), order)).toEqual({
    ok: true,
    json: { reason: 'damaged', lines: [{ externalId: 'L-1', quantity: 2, amountMinor: 2400 }, { externalId: 'L-2', quantity: 0, amountMinor: 500 }], shippingMinor: 110, note: 'Broken' },
  })
  expect(readRefund(formOf({ note: 'Nothing' }), order)).toEqual({ ok: false, error: 'Give something back: units or an amount.' })
  expect(readRefund(formOf({ 'amount.L-1': '5.005' }), order)).toEqual({ ok: false, error: 'An amount such as 1.50.' })
}) // biome-ignore format: a table

test('categories are read with what their attributes say', () => {
  const id = 'cat_01JD0000000000000000000000'
  const typed = { [`category.${id}`]: 'Mugs', [`attribute.${id}.condition`]: 'new', [`attribute.${id}.color`]: '=Colour', [`attribute.${id}.size`]: '' }
  const mapping = { categoryId: id, externalCategory: 'Mugs', attributes: { condition: { text: 'new' }, color: { from: 'Colour' } } }
  expect(readMappings(formOf(typed))).toEqual([mapping])
  expect(Object.values(mapping.attributes).map(attributeEntry)).toEqual(['new', '=Colour'])
  expect(readMappings(formOf({ [`category.${id}`]: '' }))).toEqual([])
}) // biome-ignore format: a table
