import { m } from '#messages'
import { CURRENCIES } from '#worker/pure/money.ts'

export const FILTER_BOX =
  'block min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small font-normal text-ink placeholder:text-soft'

/** Narrows a list to one vendor. A vendor too old to be named in the list is kept by its id. */
export function VendorFilter({ name, value, vendors }: { name: string; value: string; vendors: { id: string; name: string }[] }) {
  const isUnnamed = value !== '' && !vendors.some(({ id }) => id === value)
  return (
    <label className="min-w-0 basis-48 text-fine font-semibold">
      {m.admin_vendor()}
      <select key={value} name={name} defaultValue={value} className={`mt-1 pe-8 ${FILTER_BOX}`}>
        <option value="">{m.admin_vendors_all()}</option>
        {isUnnamed ? <option value={value}>{value}</option> : null}
        {vendors.map(({ id, name: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Narrows a list to one currency. */
export function CurrencyFilter({ value }: { value: string }) {
  return (
    <label className="min-w-0 basis-44 text-fine font-semibold">
      {m.admin_currency()}
      <select key={value} name="currency" defaultValue={value} className={`mt-1 pe-8 ${FILTER_BOX}`}>
        <option value="">{m.admin_currencies_all()}</option>
        {CURRENCIES.map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </select>
    </label>
  )
}
