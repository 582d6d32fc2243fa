import type { ReactNode } from 'react'

export type Column<Row> = {
  key: string
  title: string
  cell: (row: Row) => ReactNode
  /** Right-aligned figures. */
  isNumber?: boolean
  /** What the row is called: heads its card on a phone. */
  isHeadline?: boolean
  /** No wider than what is in it (boxes to tick); on a phone it stands in the corner of the card. */
  isNarrow?: boolean
  /** Hides the column's name beside the cell on a phone (pictures, buttons). */
  isUnlabelled?: boolean
}

/** Rows of one kind. Below 640 px every row is a card; see `.data-table` in theme.css. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  /** Names the table for those who cannot see what is around it. */
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
}) {
  return (
    <table className="data-table">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, title, isNumber, isUnlabelled }) => (
            <th key={key} scope="col" className={isNumber ? 'number' : undefined}>
              {isUnlabelled ? <span className="sr-only">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ key, title, cell, isNumber, isHeadline, isUnlabelled, isNarrow }) => (
              <td
                key={key}
                data-label={isHeadline || isUnlabelled ? undefined : title}
                className={`${isNumber ? 'number' : ''} ${isHeadline ? 'headline' : ''} ${isNarrow ? 'narrow' : ''}`.trim() || undefined}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
