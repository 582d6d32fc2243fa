import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { momentText, numberText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Names, type Rule, ruleName, statusText, statusTone, whenText } from './commission-words.ts'
import { RuleParts, RuleScope } from './rule-parts.tsx'

type Page = {
  rule: Rule
  names: Names
  madeBy: string
  replaces: string | null
  canChange: boolean
  idempotencyKey: string
  error: string | undefined
}

/** One rule: what it says, who made it and why, and what can be done to it while it is not over. */
export function RuleView({ rule, names, madeBy, replaces, canChange, idempotencyKey, error }: Page) {
  const isOver = rule.status === 'ended' || rule.isBuiltIn
  return (
    <>
      <PageHeader title={ruleName(rule)} back={<TextLink to="/admin/commission">{m.commission_back()}</TextLink>}>
        {canChange && !isOver ? <ButtonLink to={`/admin/commission/new?from=${rule.id}`}>{m.commission_change()}</ButtonLink> : null}
      </PageHeader>
      <div className="mb-4 empty:hidden">
        <FormErrors errors={error === undefined ? undefined : [error]} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-5">
          <Panel title={m.commission_what()}>
            <RuleParts components={rule.components} />
          </Panel>
          <Panel title={m.commission_whom()}>
            <RuleScope rule={rule} names={names} />
          </Panel>
        </div>
        <div className="grid gap-5">
          <Panel>
            <Facts
              items={[
                { name: m.commission_state(), value: <Badge tone={statusTone(rule.status)}>{statusText(rule.status)}</Badge> },
                { name: m.commission_when(), value: whenText(rule) },
                { name: m.commission_priority(), value: numberText(rule.priority) },
                ...(rule.reason === '' ? [] : [{ name: m.commission_why(), value: rule.reason }]),
                ...(rule.replacesId === null ? [] : [{ name: m.commission_replaces(), value: <TextLink to={`/admin/commission/${rule.replacesId}`}>{replaces ?? rule.replacesId}</TextLink> }]),
              ]}
            />
            <p className="mt-4 text-fine text-soft">{m.commission_by({ who: madeBy, when: momentText(rule.createdAt) })}</p>
          </Panel>
          {canChange && !isOver ? (
            <Panel title={m.commission_end()}>
              <p className="mb-4 text-small text-soft">{m.commission_end_text()}</p>
              <Form method="post">
                <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
                <SubmitButton look="secondary" pendingText={m.commission_simulating()}>
                  {m.commission_end_see()}
                </SubmitButton>
              </Form>
            </Panel>
          ) : null}
        </div>
      </div>
    </>
  )
} // biome-ignore format: a fact a line
