/** One line of a sum of money. */
export function Sum({
  name,
  value,
  isStrong = false,
  isAfterLine = false,
}: {
  name: string
  value: string
  isStrong?: boolean
  isAfterLine?: boolean
}) {
  return (
    <div className={`flex justify-between gap-6 ${isStrong ? 'font-semibold' : ''} ${isAfterLine ? 'mt-1 border-t border-line pt-3' : ''}`}>
      <dt className={isStrong ? '' : 'text-soft'}>{name}</dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  )
}
