import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { moneyText, rateText } from '#web/ui/format.ts'
import { Figure, Panel } from '#web/ui/panel.tsx'
import { componentName, type Explanation, heldText, type Names, ruleName, verdictText } from './commission-words.ts'
import { RuleParts, RuleScope } from './rule-parts.tsx'

type Part = Explanation['goods']
type Charge = Part['charges'][number]
type Considered = Part['considered'][number]

/** What is kept of a sale, in figures, then of goods and delivery each how it comes about. */
export function Explained({ explanation, names }: { explanation: Explanation; names: Names }) {
  const { goods, delivery, commission, commissionTax, earns, volume } = explanation
  return (
    <div className="grid gap-5">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <Figure name={m.commission_kept()} value={moneyText(commission)} />
        <Figure name={m.commission_kept_tax()} value={moneyText(commissionTax)} note={rateText(explanation.taxRateBps)} />
        <Figure name={m.commission_earns()} value={moneyText(earns)} />
        <Figure name={m.commission_volume()} value={moneyText(volume)} />
      </div>
      <PartPanel title={m.commission_goods_of({ amount: moneyText(goods.base) })} part={goods} names={names} />
      {delivery.base.amountMinor > 0 ? (
        <PartPanel title={m.commission_delivery_of({ amount: moneyText(delivery.base) })} part={delivery} names={names} />
      ) : null}
    </div>
  )
}

function PartPanel({ title, part, names }: { title: string; part: Part; names: Names }) {
  return (
    <Panel title={title} isFlush>
      <p className="px-4 py-3 text-small sm:px-5">
        <span className="font-semibold">{m.commission_decides({ rule: ruleName(part.rule) })}</span>{' '}
        {part.charges.length === 0 ? <span className="text-soft">{m.commission_no_charge()}</span> : null}
      </p>
      {part.charges.length === 0 ? null : (
        <DataTable caption={title} columns={CHARGES()} rows={part.charges} rowKey={({ component }) => component} />
      )}
      <details className="border-t border-line">
        <summary className="min-h-11 cursor-pointer px-4 py-3 text-small font-semibold text-accent sm:px-5">
          {m.commission_considered()}
        </summary>
        <DataTable caption={m.commission_considered()} columns={considered(names)} rows={part.considered} rowKey={({ id }) => id} />
      </details>
    </Panel>
  )
}

const CHARGES = (): Column<Charge>[] => [
  { key: 'part', title: m.commission_charge(), isHeadline: true, cell: ({ component }) => componentName(component) },
  { key: 'rate', title: m.commission_charge_rate(), isNumber: true, cell: ({ rateBps }) => rateText(rateBps) },
  { key: 'fixed', title: m.commission_charge_fixed(), isNumber: true, cell: ({ fixed }) => moneyText(fixed) },
  {
    key: 'amount',
    title: m.commission_charge_amount(),
    isNumber: true,
    cell: ({ amount, heldBy }) => (
      <span>
        <span className="font-semibold">{moneyText(amount)}</span>
        {heldBy === null ? null : <span className="block text-fine text-soft">{heldText(heldBy)}</span>}
      </span>
    ),
  },
  { key: 'tax', title: m.commission_charge_tax(), isNumber: true, cell: ({ tax }) => moneyText(tax) },
]

const considered = (names: Names): Column<Considered>[] => [
  { key: 'rule', title: m.commission_rule(), isHeadline: true, cell: (rule) => <span className="font-medium">{ruleName(rule)}</span> },
  { key: 'scope', title: m.commission_applies_to(), cell: (rule) => <RuleScope rule={rule} names={names} /> },
  { key: 'parts', title: m.commission_charges(), cell: ({ components }) => <RuleParts components={components} /> },
  {
    key: 'verdict',
    title: m.commission_verdict(),
    cell: ({ verdict }) => (verdict === 'wins' ? <Badge tone="good">{verdictText(verdict)}</Badge> : <span className="text-small text-soft">{verdictText(verdict)}</span>),
  },
] // biome-ignore format: a column a line
