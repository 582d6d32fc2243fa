import * as v from 'valibot'
import { m } from '#messages'
import { AddressForm } from '#web/features/account/address-form.ts'
import { COUNTRIES } from '#web/features/checkout/places.ts'
import { emailField } from '#web/features/identity/auth-forms.ts'
import { entry } from '#web/ui/entry.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

export const SLUG_FORM = /^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/

export const StoreForm = v.object({
  name: v.pipe(
    entry(),
    v.minLength(2, () => m.store_sell_name_missing()),
    v.maxLength(80, () => m.account_too_long({ max: 80 })),
  ),
  slug: v.pipe(
    entry(),
    v.toLowerCase(),
    v.regex(SLUG_FORM, () => m.store_sell_slug_wrong()),
  ),
  country: v.pipe(
    entry(),
    v.picklist(COUNTRIES, () => m.account_address_country_missing()),
  ),
  currency: v.picklist(CURRENCIES),
  supportEmail: emailField,
})

const price = entry()

/** Where parcels leave from, and what delivery costs to begin with. Prices as they are typed. */
export const ShipFromForm = v.intersect([AddressForm, v.object({ home: price, freeOver: price, abroad: price })])

export const FirstProductForm = v.object({
  title: v.pipe(
    entry(),
    v.minLength(1, () => m.store_sell_title_missing()),
    v.maxLength(160, () => m.account_too_long({ max: 160 })),
  ),
  description: v.pipe(entry(), v.maxLength(20_000)),
  categoryId: v.pipe(
    entry(),
    v.minLength(1, () => m.store_sell_category_missing()),
  ),
  price: v.pipe(
    entry(),
    v.minLength(1, () => m.store_sell_price_missing()),
  ),
  stock: v.pipe(
    entry(),
    v.regex(/^\d{1,6}$/, () => m.store_sell_stock_wrong()),
    v.transform(Number),
  ),
})
