import { countryText } from '#web/ui/format.ts'
import type { WholeOrder } from './order-words.ts'

type Address = WholeOrder['shippingAddress']

const linesOf = ({ name, line1, line2, city, region, postalCode, country }: Address): string[] =>
  [name, line1, line2, [city, region, postalCode].filter(Boolean).join(' '), countryText(country)].filter(
    (line): line is string => line !== undefined && line !== '',
  )

/** An address as it is written on a parcel, one line a row, for copying. */
export const addressText = (address: Address): string => linesOf(address).join('\n')

export function AddressLines({ address }: { address: Address }) {
  return (
    <address className="not-italic">
      {linesOf(address).map((line, index) => (
        <span key={line} className={`block ${index === 0 ? 'font-semibold' : ''}`}>
          {line}
        </span>
      ))}
      {address.phone ? <span className="block">{address.phone}</span> : null}
    </address>
  )
}
