import { m } from '#messages'

/** A stored value as people read it. */
export const valueText = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

/** What fields were and are, a row each. @param before null: it is new. @param after null: it is gone */
export function DiffTable({
  names,
  before,
  after,
}: {
  names: string[]
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}) {
  const cell = 'border-t border-line px-2 py-1.5 text-start align-top wrap-anywhere'
  return (
    <table className="w-full table-fixed text-fine">
      <thead>
        <tr className="text-soft">
          <th scope="col" className="px-2 py-1 text-start font-semibold">
            {m.audit_log_field()}
          </th>
          <th scope="col" className="px-2 py-1 text-start font-semibold">
            {m.audit_log_before()}
          </th>
          <th scope="col" className="px-2 py-1 text-start font-semibold">
            {m.audit_log_after()}
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row" className={`${cell} font-medium`}>
              {name}
            </th>
            <td className={`${cell} ${before === null ? 'text-soft' : 'bg-bad-tint text-bad'}`}>{valueText(before?.[name])}</td>
            <td className={`${cell} ${after === null ? 'text-soft' : 'bg-good-tint text-good'}`}>{valueText(after?.[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
