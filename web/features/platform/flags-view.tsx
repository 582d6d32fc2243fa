import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { dayText, decimalText, rateText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import type { ApiClient } from '#worker/client.ts'
import type { FlagKey } from '#worker/pure/flags.ts'
import { Ago } from '../admin/ago.tsx'
import { ChoiceEntry, Entry, FormRefusal, ReasonEntry, type Refused, TextEntry } from './entries.tsx'

export type Flag = InferResponseType<ApiClient['api']['v1']['admin']['flags']['$get'], 200>['items'][number]

const NAMES: Record<FlagKey, [name: () => string, text: () => string]> = {
  open_registration: [m.platform_flag_open_registration, m.platform_flag_open_registration_text],
  yearly_plans: [m.platform_flag_yearly_plans, m.platform_flag_yearly_plans_text],
}
const STATES = { off: m.platform_flag_off, on: m.platform_flag_on, percent: m.platform_flag_percent, list: m.platform_flag_list }

/** Every flag the code knows, with its rule and a form to change it. */
export function FlagsView({
  items,
  nowMs,
  refused,
}: {
  items: Flag[]
  nowMs: number
  refused: (Refused & { flagKey?: string }) | undefined
}) {
  return (
    <>
      <PageHeader title={m.platform_flags_title()} text={m.platform_flags_text()} />
      <div className="grid gap-6">
        {items.map((flag) => (
          <FlagPanel key={flag.key} flag={flag} nowMs={nowMs} refused={refused?.entries.flagKey === flag.key ? refused : null} />
        ))}
      </div>
    </>
  )
}

const stateText = ({ rule }: Flag): string => {
  if (rule.state === 'percent') return m.platform_flag_share_of({ share: rateText(rule.shareBps) })
  if (rule.state === 'list') return m.platform_flag_list_of({ vendors: String(rule.vendorIds.length), plans: String(rule.planKeys.length) })
  return STATES[rule.state]()
}
const TONES = { off: 'plain', on: 'good', percent: 'accent', list: 'accent' } as const

function FlagPanel({ flag, nowMs, refused }: { flag: Flag; nowMs: number; refused: Refused }) {
  const { key, owner, lastDay, isOverdue, rule, version, changedAt, reason } = flag
  return (
    <Panel title={NAMES[key][0]()} action={<Badge tone={TONES[rule.state]}>{stateText(flag)}</Badge>}>
      <p className="mb-4 max-w-prose text-small text-soft">{NAMES[key][1]()}</p>
      <Facts
        items={[
          { name: m.platform_flag_owner(), value: owner },
          {
            name: m.platform_flag_last_day(),
            value: (
              <span className="inline-flex flex-wrap items-center gap-2">
                {dayText(lastDay)}
                {isOverdue ? <Badge tone="bad">{m.platform_flag_overdue()}</Badge> : null}
              </span>
            ),
          },
          {
            name: m.platform_setting_was_changed(),
            value: changedAt ? (
              <>
                <Ago at={changedAt} nowMs={nowMs} /> · {reason}
              </>
            ) : (
              m.platform_never_changed()
            ),
          },
        ]}
      />
      <details className="mt-4" open={refused ? true : undefined}>
        <summary className="flex min-h-11 w-fit cursor-pointer items-center text-small font-semibold text-accent">
          {m.platform_flag_change()}
        </summary>
        <Form method="post" className="mt-3 grid gap-4">
          <FormRefusal refused={refused} />
          <input type="hidden" name="flagKey" value={key} />
          <input type="hidden" name="version" value={version} />
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceEntry
              id={key}
              name="state"
              label={m.platform_flag_state()}
              value={rule.state}
              refused={refused}
              options={(['on', 'off', 'percent', 'list'] as const).map((state) => ({ value: state, label: STATES[state]() }))}
            />
            <Entry
              id={key}
              name="share"
              label={m.platform_flag_share()}
              hint={m.platform_flag_share_hint()}
              value={rule.state === 'percent' ? decimalText(rule.shareBps / 100, 2) : '10'}
              refused={refused}
              inputMode="decimal"
            />
            <TextEntry
              id={key}
              name="vendorIds"
              label={m.platform_flag_vendors()}
              hint={m.platform_flag_vendors_hint()}
              value={rule.state === 'list' ? rule.vendorIds.join('\n') : ''}
              refused={refused}
            />
            <Entry
              id={key}
              name="planKeys"
              label={m.platform_flag_plans()}
              hint={m.platform_flag_plans_hint()}
              value={rule.state === 'list' ? rule.planKeys.join(', ') : ''}
              refused={refused}
            />
          </div>
          <ReasonEntry id={key} refused={refused} className="max-w-xl" />
          <div>
            <SubmitButton pendingText={m.platform_saving()}>{m.platform_save()}</SubmitButton>
          </div>
        </Form>
      </details>
    </Panel>
  )
}
