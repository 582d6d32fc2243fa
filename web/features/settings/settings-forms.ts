import * as v from 'valibot'
import { m } from '#messages'
import { emailField } from '#web/features/identity/auth-forms.ts'
import { entry } from '#web/ui/entry.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { VENDOR_ROLES } from './role-words.ts'

const text = (max: number) =>
  v.pipe(
    entry(),
    v.maxLength(max, () => m.account_too_long({ max })),
  )
const version = v.pipe(v.string(), v.digits())
const colour = v.pipe(
  entry(),
  v.toLowerCase(),
  v.regex(/^#[0-9a-f]{6}$/, () => m.store_settings_colour_wrong()),
)

export const StoreWordsForm = v.object({
  version,
  name: v.pipe(
    entry(),
    v.minLength(2, () => m.store_sell_name_missing()),
    v.maxLength(80, () => m.account_too_long({ max: 80 })),
  ),
  tagline: text(140),
  about: text(4000),
  supportEmail: emailField,
  policies: text(8000),
})

export const LookForm = v.object({ version, primary: colour, accent: colour })

const whole = v.pipe(
  entry(),
  v.regex(/^\d{1,3}$/, () => m.store_settings_days_wrong()),
  v.transform(Number),
  v.maxValue(120, () => m.store_settings_days_wrong()),
)

export const RateForm = v.pipe(
  v.object({
    name: v.pipe(
      entry(),
      v.minLength(2, () => m.store_settings_rate_name_missing()),
      v.maxLength(60, () => m.account_too_long({ max: 60 })),
    ),
    country: v.pipe(entry(), v.minLength(1)),
    kind: v.picklist(['flat', 'free_over', 'weight']),
    currency: v.picklist(CURRENCIES),
    base: text(14),
    freeOver: text(14),
    perKg: text(14),
    daysMin: whole,
    daysMax: whole,
  }),
  v.forward(
    v.partialCheck(
      [['daysMin'], ['daysMax']],
      ({ daysMin, daysMax }) => daysMax >= daysMin,
      () => m.store_settings_days_order(),
    ),
    ['daysMax'],
  ),
)
export type RateEntry = v.InferOutput<typeof RateForm>
export const RatesForm = v.object({
  rates: v.pipe(
    v.optional(v.array(RateForm), []),
    v.minLength(1, () => m.store_settings_rates_none()),
  ),
})

export const DomainForm = v.object({
  host: v.pipe(
    entry(),
    v.toLowerCase(),
    v.regex(/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, () => m.store_settings_host_wrong()),
  ),
})

export const InviteForm = v.object({ email: emailField, role: v.picklist(VENDOR_ROLES) })
