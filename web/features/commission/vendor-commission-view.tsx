import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { moneyText, rateText } from '#web/ui/format.ts'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Names, type PlainRule, ruleName, statusText, statusTone, type VendorCommission, whenText } from './commission-words.ts'
import { Explained } from './explained.tsx'
import { RuleParts, RuleScope } from './rule-parts.tsx'

/** A store's own terms: a sale worked out, what it sold this month, and every rule that can decide one. */
export function VendorCommissionView({ commission, names, monthName }: { commission: VendorCommission; names: Names; monthName: string }) {
  return (
    <>
      <PageHeader
        title={m.commission_vendor_title()}
        text={m.commission_vendor_text()}
        back={<TextLink to="/vendor/balance">{m.store_balance_title()}</TextLink>}
      />
      <div className="grid gap-5">
        <Explained explanation={commission} names={names} />
        {commission.taxRateBps === 0 ? null : (
          <p className="text-small text-soft">{m.commission_vendor_tax({ rate: rateText(commission.taxRateBps) })}</p>
        )}
        {commission.volumes.length === 0 ? null : (
          <div className="grid gap-3 sm:grid-cols-3">
            {commission.volumes.map(({ sold, orders }) => (
              <Figure
                key={sold.currency}
                name={m.commission_vendor_month({ month: monthName })}
                value={moneyText(sold)}
                note={m.commission_vendor_orders({ count: orders })}
              />
            ))}
          </div>
        )}
        <Panel title={m.commission_vendor_rules()} isFlush>
          <DataTable caption={m.commission_vendor_rules()} columns={columnsOf(names)} rows={commission.rules} rowKey={({ id }) => id} />
        </Panel>
      </div>
    </>
  )
}

const columnsOf = (names: Names): Column<PlainRule>[] => [
  { key: 'rule', title: m.commission_rule(), isHeadline: true, cell: (rule) => <span className="font-medium">{ruleName(rule)}</span> },
  { key: 'scope', title: m.commission_applies_to(), cell: (rule) => <RuleScope rule={rule} names={names} /> },
  { key: 'parts', title: m.commission_charges(), cell: ({ components }) => <RuleParts components={components} /> },
  { key: 'when', title: m.commission_when(), cell: whenText },
  { key: 'state', title: m.commission_state(), cell: ({ status }) => <Badge tone={statusTone(status)}>{statusText(status)}</Badge> },
]
