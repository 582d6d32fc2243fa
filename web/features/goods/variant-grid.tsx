import { Link } from '@remix-run/react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { m } from '#messages'
import { numberText } from '#web/ui/format.ts'
import { ArrowDownToLine } from '#web/ui/icons.ts'
import { filledDown, type Matrix, type MatrixRow, rowsOf, suggestSku, withEntry, withLines } from './variant-matrix.ts'

type Column = 'sku' | 'price' | 'stock' | 'weight' | 'gtin'
type Props = {
  matrix: Matrix
  title: string
  currency: string
  errors: Record<string, string[]>
  onChange: (matrix: Matrix) => void
}

const ENTRY =
  'min-h-9 w-full min-w-0 rounded-[4px] border border-stone-deep bg-card px-2 text-small placeholder:text-soft aria-invalid:border-bad aria-invalid:bg-bad-tint'

const columnsOf = (
  currency: string,
): { column: Column; title: string; label: (variant: string) => string; width: string; isNumber?: boolean }[] => [
  { column: 'sku', title: m.goods_grid_sku(), label: (variant) => m.goods_grid_sku_of({ variant }), width: 'sm:min-w-36' },
  {
    column: 'price',
    title: m.goods_grid_price({ currency }),
    label: (variant) => m.goods_grid_price_of({ variant }),
    width: 'sm:w-28',
    isNumber: true,
  },
  {
    column: 'stock',
    title: m.goods_grid_stock(),
    label: (variant) => m.goods_grid_stock_of({ variant }),
    width: 'sm:w-20',
    isNumber: true,
  },
  {
    column: 'weight',
    title: m.goods_grid_weight(),
    label: (variant) => m.goods_grid_weight_of({ variant }),
    width: 'sm:w-24',
    isNumber: true,
  },
  { column: 'gtin', title: m.goods_grid_gtin(), label: (variant) => m.goods_grid_gtin_of({ variant }), width: 'sm:min-w-36' },
]

/** Every variant in a row, to be filled in like a sheet: arrows and Enter move, a column can be filled down or pasted into. */
export function VariantGrid({ matrix, title, currency, errors, onChange }: Props) {
  const rows = rowsOf(matrix)
  const sold = rows.filter(({ entry }) => entry.isSold)
  const columns = columnsOf(currency)
  const hasChoice = rows.length > 1
  return (
    <table className="data-table variant-grid">
      <caption className="sr-only">{m.goods_grid_caption()}</caption>
      <thead>
        <tr>
          {hasChoice ? (
            <th scope="col">
              <span className="sr-only">{m.goods_grid_sold()}</span>
            </th>
          ) : null}
          <th scope="col">{m.goods_grid_variant()}</th>
          {columns.map(({ column, title: name }) => (
            <th key={column} scope="col">
              <span className="flex items-center gap-1">
                {name}
                {hasChoice && column !== 'sku' && column !== 'gtin' ? (
                  <button
                    type="button"
                    title={m.goods_grid_fill_short()}
                    aria-label={m.goods_grid_fill({ column: name })}
                    onClick={() => onChange(filledDown(matrix, column))}
                    className="grid size-6 cursor-pointer place-items-center rounded-[4px] hover:bg-accent-tint hover:text-accent"
                  >
                    <ArrowDownToLine className="size-3.5" aria-hidden />
                  </button>
                ) : null}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.key}
            row={row}
            index={sold.indexOf(row)}
            choice={choiceOf(matrix, row)}
            hasChoice={hasChoice}
            columns={columns}
            placeholder={suggestSku(title, row.labels)}
            errors={errors}
            onEntry={(change) => onChange(withEntry(matrix, row.key, change))}
            onLines={(column, lines) => onChange(withLines(matrix, column, row.key, lines))}
          />
        ))}
      </tbody>
    </table>
  )
}

/** Where the row's values are in the options as they are sent: blank values are not. */
function choiceOf({ options }: Matrix, { valueKeys }: MatrixRow): string {
  const places = options.map(({ values }) =>
    values.filter(({ text }) => text.trim() !== '').findIndex(({ key }) => valueKeys.includes(key)),
  )
  return places.filter((place) => place >= 0).join(',')
}

function Row({
  row,
  index,
  choice,
  hasChoice,
  columns,
  placeholder,
  errors,
  onEntry,
  onLines,
}: {
  row: MatrixRow
  index: number
  choice: string
  hasChoice: boolean
  columns: ReturnType<typeof columnsOf>
  placeholder: string
  errors: Record<string, string[]>
  onEntry: (change: Partial<MatrixRow['entry']>) => void
  onLines: (column: Column, lines: string[]) => void
}) {
  const { entry } = row
  const name = row.labels.length === 0 ? m.goods_grid_only() : row.labels.join(' · ')
  const wrong = (column: Column) => (entry.isSold ? errors[`variants[${index}].${column}`] : undefined)
  const paste = (column: Column) => (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData('text').trimEnd().split(/\r?\n/)
    if (lines.length < 2) return
    event.preventDefault()
    onLines(column, lines)
  }
  return (
    <tr className={entry.isSold ? undefined : 'opacity-60'}>
      {hasChoice ? (
        <td className="narrow">
          <input
            type="checkbox"
            checked={entry.isSold}
            aria-label={m.goods_grid_sell({ variant: name })}
            onChange={({ currentTarget }) => onEntry({ isSold: currentTarget.checked })}
            className="size-5 accent-accent"
          />
        </td>
      ) : null}
      <td className="headline">
        <span className="font-medium whitespace-nowrap">{name}</span>
        {entry.isSold ? (
          <>
            {entry.id === undefined ? null : <input type="hidden" name={`variants[${index}].id`} value={entry.id} />}
            <input type="hidden" name={`variants[${index}].choice`} value={choice} />
          </>
        ) : null}
      </td>
      {columns.map(({ column, title, label, width, isNumber }) => (
        <td key={column} data-label={title} className={`${width} ${isNumber ? 'number' : ''}`}>
          {column === 'stock' && entry.id !== undefined ? (
            <Link to={`/vendor/inventory/${entry.id}`} title={m.goods_grid_inventory()} className="text-accent underline decoration-line">
              {numberText(Number(entry.stock))}
            </Link>
          ) : (
            <span className="block min-w-0">
              <input
                name={entry.isSold ? `variants[${index}].${column}` : undefined}
                data-cell={column}
                value={entry[column]}
                disabled={!entry.isSold}
                aria-label={label(name)}
                aria-invalid={wrong(column) === undefined ? undefined : true}
                placeholder={column === 'sku' ? placeholder : undefined}
                inputMode={column === 'price' ? 'decimal' : isNumber ? 'numeric' : undefined}
                onChange={({ currentTarget }) => onEntry({ [column]: currentTarget.value })}
                onKeyDown={moveInColumn}
                onPaste={paste(column)}
                className={`${ENTRY} ${isNumber ? 'text-end tabular-nums' : ''}`}
              />
              {wrong(column) === undefined ? null : (
                <span className="mt-1 block text-start text-fine text-bad">{wrong(column)?.join(' ')}</span>
              )}
            </span>
          )}
        </td>
      ))}
    </tr>
  )
}

function moveInColumn(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const column = event.currentTarget.dataset.cell
  const cells = [
    ...(event.currentTarget.closest('table')?.querySelectorAll<HTMLInputElement>(`input[data-cell="${column}"]:enabled`) ?? []),
  ]
  const next = cells[cells.indexOf(event.currentTarget) + step]
  next?.focus()
  next?.select()
}
