import { type KeyboardEvent, useRef } from 'react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'
import { Plus, X } from '#web/ui/icons.ts'
import type { Option, OptionValue } from './variant-matrix.ts'

const OPTIONS_MAX = 3
const SMALL_ENTRY =
  'min-h-9 min-w-0 rounded-plate border border-stone-deep bg-card px-2.5 text-small placeholder:text-soft aria-invalid:border-bad'

/** Options and their values as they are typed. Several values pasted with commas between them become several values. */
export function OptionsEditor({
  options,
  errors,
  onChange,
}: {
  options: Option[]
  errors: Record<string, string[]>
  onChange: (options: Option[]) => void
}) {
  const nextKey = useRef(0)
  const newKey = () => `n${nextKey.current++}`
  const change = (place: number, change: Partial<Option>) =>
    onChange(options.map((option, index) => (index === place ? { ...option, ...change } : option)))
  const add = () => onChange([...options, { key: newKey(), name: '', values: [] }])
  return (
    <div className="grid gap-3">
      {options.map((option, place) => (
        <fieldset key={option.key} className="grid gap-2 rounded-plate bg-paper p-3 sm:grid-cols-[10rem_minmax(0,1fr)_auto] sm:items-start">
          <legend className="sr-only">{option.name || m.goods_option_name()}</legend>
          <div>
            <input
              name={`options[${place}].name`}
              value={option.name}
              aria-label={m.goods_option_name()}
              placeholder={m.goods_option_name_placeholder()}
              aria-invalid={errors[`options[${place}].name`] ? true : undefined}
              onChange={({ currentTarget }) => change(place, { name: currentTarget.value })}
              onKeyDown={keepFromSending}
              className={`${SMALL_ENTRY} w-full font-semibold`}
            />
            <Wrong errors={errors[`options[${place}].name`] ?? errors[`options[${place}].values`]} />
          </div>
          <Values option={option} place={place} newKey={newKey} onChange={(values) => change(place, { values })} />
          <button
            type="button"
            aria-label={m.goods_option_remove({ name: option.name })}
            onClick={() => onChange(options.filter((_, index) => index !== place))}
            className="grid size-9 cursor-pointer place-items-center justify-self-end rounded-plate text-soft hover:bg-bad-tint hover:text-bad"
          >
            <X className="size-4" aria-hidden />
          </button>
        </fieldset>
      ))}
      {options.length >= OPTIONS_MAX ? null : (
        <p>
          <Button look="quiet" isSmall onClick={add} className="-ms-3">
            <Plus className="size-4" aria-hidden />
            {m.goods_option_add()}
          </Button>
        </p>
      )}
    </div>
  )
}

type ValuesProps = { option: Option; place: number; newKey: () => string; onChange: (values: OptionValue[]) => void }

function Values({ option, place, newKey, onChange }: ValuesProps) {
  const { values } = option
  const used = values.filter(({ text }) => text.trim() !== '')
  const add = (text: string) => {
    const texts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !values.some((value) => value.text === part))
    if (texts.length > 0) onChange([...values, ...texts.map((part) => ({ key: newKey(), text: part }))])
  }
  return (
    <div className="flex flex-wrap gap-2">
      {values.map((value, index) => (
        <span key={value.key} className="inline-flex items-center rounded-plate border border-stone-deep bg-card">
          <input
            name={used.includes(value) ? `options[${place}].values[${used.indexOf(value)}]` : undefined}
            value={value.text}
            size={Math.max(3, value.text.length)}
            aria-label={m.goods_option_value({ n: index + 1 })}
            onChange={({ currentTarget }) =>
              onChange(values.map((each) => (each === value ? { ...each, text: currentTarget.value } : each)))
            }
            onKeyDown={keepFromSending}
            className="min-h-9 min-w-0 rounded-plate bg-transparent ps-2.5 text-small"
          />
          <button
            type="button"
            aria-label={m.goods_value_remove({ value: value.text })}
            onClick={() => onChange(values.filter((each) => each !== value))}
            className="grid size-9 cursor-pointer place-items-center text-soft hover:text-bad"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </span>
      ))}
      <input
        aria-label={m.goods_option_values({ name: option.name || m.goods_option_name() })}
        placeholder={m.goods_option_add_value()}
        className={`${SMALL_ENTRY} w-32`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ',') return
          event.preventDefault()
          add(event.currentTarget.value)
          event.currentTarget.value = ''
        }}
        onBlur={({ currentTarget }) => {
          add(currentTarget.value)
          currentTarget.value = ''
        }}
      />
    </div>
  )
}

/** Enter in an entry of the editor means "done with this one", not "save everything". */
const keepFromSending = (event: KeyboardEvent) => {
  if (event.key === 'Enter') event.preventDefault()
}

function Wrong({ errors }: { errors: string[] | undefined }) {
  return errors === undefined ? null : <p className="mt-1 text-fine text-bad">{errors.join(' ')}</p>
}
