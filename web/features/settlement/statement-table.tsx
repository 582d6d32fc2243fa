import { m } from '#messages'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Figure } from '#worker/pure/statement.ts'
import { figureText, type Moves, partText, type Statement } from './settlement-words.ts'

/** A statement from its opening to its closing balance. @param listed where each figure's transfers are listed; not linked without */
export function StatementTable({ statement, listed }: { statement: Statement; listed?: (figure: Figure) => string }) {
  const { currency, figures, openingMinor, closingMinor, netMinor } = statement
  const money = (amountMinor: number) => moneyText({ amountMinor, currency })
  return (
    <table className="w-full text-small tabular-nums" aria-label={m.settlement_figure()}>
      <thead>
        <tr className="border-b border-line text-fine text-soft">
          <th scope="col" className="px-4 py-2 text-start font-semibold sm:px-5">
            {m.settlement_figure()}
          </th>
          <th scope="col" className="hidden px-4 py-2 text-end font-semibold sm:table-cell">
            {m.settlement_transfers()}
          </th>
          <th scope="col" className="px-4 py-2 text-end font-semibold sm:px-5">
            {m.settlement_amount()}
          </th>
        </tr>
      </thead>
      <tbody>
        <Total name={m.settlement_opening()} value={money(openingMinor)} />
        {figures.map(({ figure, amountMinor, transfers, parts }) => [
          <tr key={figure} className="border-t border-line">
            <th scope="row" className="px-4 py-2.5 text-start font-medium sm:px-5">
              {figureText(figure)}
            </th>
            <td className="hidden px-4 py-2.5 text-end sm:table-cell">
              {listed === undefined ? (
                numberText(transfers)
              ) : (
                <TextLink to={listed(figure)}>
                  <span aria-hidden>{numberText(transfers)}</span>
                  <span className="sr-only">
                    {m.settlement_list_transfers({ count: numberText(transfers), figure: figureText(figure) })}
                  </span>
                </TextLink>
              )}
            </td>
            <td className="px-4 py-2.5 text-end font-medium sm:px-5">{money(amountMinor)}</td>
          </tr>,
          ...parts.map((part) => (
            <tr key={`${figure}/${part.name}`} className="text-soft">
              <th scope="row" className="py-1 ps-8 pe-4 text-start font-normal sm:ps-10">
                {partText(part.name)}
              </th>
              <td className="hidden sm:table-cell" />
              <td className="px-4 py-1 text-end sm:px-5">{money(part.amountMinor)}</td>
            </tr>
          )),
        ])}
        <tr className="border-t border-line text-soft">
          <th scope="row" className="px-4 py-2.5 text-start font-normal sm:px-5">
            {m.settlement_net()}
          </th>
          <td className="hidden sm:table-cell" />
          <td className="px-4 py-2.5 text-end sm:px-5">{money(netMinor)}</td>
        </tr>
        <Total name={m.settlement_closing()} value={money(closingMinor)} />
      </tbody>
    </table>
  )
}

function Total({ name, value }: { name: string; value: string }) {
  return (
    <tr className="border-t-2 border-line bg-stone/40 font-semibold">
      <th scope="row" className="px-4 py-2.5 text-start sm:px-5">
        {name}
      </th>
      <td className="hidden sm:table-cell" />
      <td className="px-4 py-2.5 text-end sm:px-5">{value}</td>
    </tr>
  )
}

/** The transfers of the ledger behind a figure. @param causeTo where a cause can be looked at */
export function MovesPanel({
  figure,
  moves,
  close,
  causeTo,
}: {
  figure: Figure
  moves: Moves
  close: string
  causeTo?: (id: string) => string
}) {
  const columns: Column<Moves['items'][number]>[] = [
    { key: 'at', title: m.settlement_transfer_at(), isHeadline: true, cell: ({ at }) => momentText(at) },
    { key: 'position', title: m.settlement_transfer_position(), isNumber: true, cell: ({ position }) => numberText(position) },
    { key: 'code', title: m.settlement_transfer_code(), cell: ({ code }) => code.replaceAll('_', ' ') },
    {
      key: 'cause',
      title: m.settlement_transfer_cause(),
      cell: ({ causeId }) => {
        const text = <code className="text-fine">{`${causeId.slice(0, 4)}…${causeId.slice(-5)}`}</code>
        return causeTo === undefined ? <span title={causeId}>{text}</span> : <TextLink to={causeTo(causeId)}>{text}</TextLink>
      },
    },
    {
      key: 'amount',
      title: m.settlement_amount(),
      isNumber: true,
      cell: ({ amountMinor, currency }) => moneyText({ amountMinor, currency }),
    },
  ]
  const title = m.settlement_transfers_of({ figure: figureText(figure) })
  return (
    <Panel title={title} isFlush id="transfers" action={<TextLink to={close}>{m.settlement_transfers_close()}</TextLink>}>
      <DataTable caption={title} columns={columns} rows={moves.items} rowKey={({ id }) => id} />
      <Pager nextCursor={moves.nextCursor} />
    </Panel>
  )
}
