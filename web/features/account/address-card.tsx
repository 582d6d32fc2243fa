import { countryText } from '#web/ui/format.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

/** An address as it stands on a parcel. */
export function AddressLines({ address }: { address: Address }) {
  const { name, line1, line2, postalCode, city, region, country, phone } = address
  const place = [city, [region, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <address className="text-small not-italic">
      {[name, line1, line2, place, countryText(country), phone].filter(Boolean).map((line, index) => (
        <span key={line} className={`block break-words ${index === 0 ? 'font-semibold' : ''}`}>
          {line}
        </span>
      ))}
    </address>
  )
}
