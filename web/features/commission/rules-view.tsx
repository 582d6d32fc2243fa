import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Names, type Rule, ruleName, statusText, statusTone, whenText } from './commission-words.ts'
import { RuleParts, RuleScope } from './rule-parts.tsx'

export const SHOWN = ['in_force', 'planned', 'ended'] as const
export type Shown = (typeof SHOWN)[number]
export type RulesPage = { rules: Rule[]; show: Shown; names: Names; canChange: boolean }

/** Rules in the order they are tried in: the first one that applies to a sale decides it. */
export function RulesView({ rules, show, names, canChange }: RulesPage) {
  const shown = rules.filter(({ status }) => status === show)
  const tabs = SHOWN.map((status) => ({
    to: status === 'in_force' ? '/admin/commission' : `/admin/commission?show=${status}`,
    text: statusText(status),
    isCurrent: status === show,
    count: rules.filter((rule) => rule.status === status).length,
  }))
  return (
    <>
      <PageHeader title={m.commission_title()} text={m.commission_text()}>
        <ButtonLink to="/admin/commission/try" look="secondary">
          {m.commission_try()}
        </ButtonLink>
        <ButtonLink to="/admin/commission/taxes" look="secondary">
          {m.commission_taxes()}
        </ButtonLink>
        {canChange ? <ButtonLink to="/admin/commission/new">{m.commission_new()}</ButtonLink> : null}
      </PageHeader>
      <TabLinks label={m.commission_views()} tabs={tabs} />
      {shown.length === 0 ? (
        <Notice title={m.commission_none_title()} text={m.commission_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.commission_title()} columns={columnsOf(names)} rows={shown} rowKey={({ id }) => id} />
        </Panel>
      )}
    </>
  )
}

const columnsOf = (names: Names): Column<Rule>[] => [
  {
    key: 'rule',
    title: m.commission_rule(),
    isHeadline: true,
    cell: (rule) => (rule.isBuiltIn ? <span className="font-medium">{ruleName(rule)}</span> : <TextLink to={`/admin/commission/${rule.id}`}>{rule.name}</TextLink>),
  },
  { key: 'scope', title: m.commission_applies_to(), cell: (rule) => <RuleScope rule={rule} names={names} /> },
  { key: 'parts', title: m.commission_charges(), cell: ({ components }) => <RuleParts components={components} /> },
  { key: 'when', title: m.commission_when(), cell: (rule) => (rule.isBuiltIn ? m.commission_built_in() : whenText(rule)) },
  { key: 'priority', title: m.commission_priority(), isNumber: true, cell: ({ priority }) => priority },
  { key: 'state', title: m.commission_state(), cell: ({ status }) => <Badge tone={statusTone(status)}>{statusText(status)}</Badge> },
] // biome-ignore format: a column a line
