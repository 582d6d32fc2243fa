import { m } from '#messages'
import { Panel } from '#web/ui/panel.tsx'
import type { AttributeTerm, Product } from './product-words.ts'

const BOX =
  'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink placeholder:text-soft aria-invalid:border-bad'

/** The facts that products of the chosen category should state; what is required has to be there before it can be sold. */
export function AttributesPanel({
  terms,
  product,
  errors,
}: {
  terms: readonly AttributeTerm[]
  product: Product | null
  errors: Record<string, string[]>
}) {
  if (terms.length === 0) return null
  const stored = new Map(Object.entries(product?.attributes ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  return (
    <div className="min-w-0 lg:col-span-2">
      <Panel title={m.trust_facts_title()}>
        <p className="mb-4 text-small text-soft">{m.trust_facts_text()}</p>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {terms.map((term, index) => (
            <Fact
              key={term.name}
              term={term}
              index={index}
              value={stored.get(term.name.toLowerCase()) ?? ''}
              errors={errors[`attributes.${term.name}`]}
            />
          ))}
        </div>
      </Panel>
    </div>
  )
}

type FactProps = { term: AttributeTerm; index: number; value: string; errors: string[] | undefined }

function Fact({ term: { name, type, unit, choices, isRequired }, index, value, errors }: FactProps) {
  const id = `fact-${index}`
  const common = {
    id,
    name: `attributes[${index}].value`,
    defaultValue: value,
    className: BOX,
    'aria-invalid': errors === undefined ? undefined : true,
    'aria-describedby': errors === undefined ? undefined : `${id}-error`,
  }
  return (
    <div>
      <input type="hidden" name={`attributes[${index}].name`} value={name} />
      <label htmlFor={id} className="mb-1.5 flex items-baseline justify-between gap-3 text-small font-semibold">
        {unit === '' ? name : m.trust_fact_in({ name, unit })}
        {isRequired ? null : <span className="text-fine font-normal text-soft">{m.ui_optional()}</span>}
      </label>
      {type === 'choice' ? (
        <select {...common}>
          <option value="">{m.trust_fact_choose()}</option>
          {choices.includes(value) || value === '' ? null : <option value={value}>{value}</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input type="text" inputMode={type === 'number' ? 'decimal' : undefined} maxLength={120} {...common} />
      )}
      {errors === undefined ? null : (
        <p id={`${id}-error`} className="mt-1.5 text-fine font-medium text-bad">
          {errors.join(' ')}
        </p>
      )}
    </div>
  )
}
