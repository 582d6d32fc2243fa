import { Form } from '@remix-run/react'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { m } from '#messages'

const BOX = 'size-5 shrink-0 cursor-pointer accent-accent'

/**
 * A form around a table whose rows can be ticked, with a bar of what can be done with them. Everything is plain form
 * fields, so it works without scripts; with them the bar counts, and ticks all at once.
 * @param buttons what can be done; `isNone` is true while nothing is ticked
 */
export function RowSelection({
  method,
  action,
  fields,
  buttons,
  children,
}: {
  method: 'get' | 'post'
  action: string
  fields?: ReactNode
  buttons: (isNone: boolean) => ReactNode
  children: ReactNode
}) {
  const form = useRef<HTMLFormElement>(null)
  const [counts, setCounts] = useState<{ ticked: number; all: number } | null>(null)
  const boxes = useCallback(() => [...(form.current?.querySelectorAll<HTMLInputElement>('input[data-row]') ?? [])], [])
  const count = () => setCounts({ ticked: boxes().filter(({ checked }) => checked).length, all: boxes().length })
  const tickAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked
    count()
  }
  const ticked = counts?.ticked ?? 0
  return (
    <Form ref={form} method={method} action={action} onChange={count}>
      {fields}
      <div className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 sm:px-3.5">
        <label className="flex min-h-9 cursor-pointer items-center gap-3 text-fine text-soft">
          <input
            type="checkbox"
            className={BOX}
            aria-label={m.goods_select_all()}
            checked={counts !== null && counts.all > 0 && counts.ticked === counts.all}
            ref={(box) => {
              if (box) box.indeterminate = counts !== null && counts.ticked > 0 && counts.ticked < counts.all
            }}
            onChange={(event) => tickAll(event.currentTarget.checked)}
          />
          {ticked === 0 ? m.goods_select_all() : m.goods_selected_count({ count: ticked })}
        </label>
        <div className="ms-auto flex flex-wrap gap-2">{buttons(counts !== null && ticked === 0)}</div>
      </div>
      {children}
    </Form>
  )
}

/** The box that ticks a row. */
export function RowTick({ name, value, label }: { name: string; value: string; label: string }) {
  return <input type="checkbox" data-row name={name} value={value} aria-label={label} className={BOX} />
}
