import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Session } from '#web/server/account.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { agoText, dayText, momentText } from '#web/ui/format.ts'
import { Monitor, Smartphone } from '#web/ui/icons.ts'
import { PageHeader } from '#web/ui/panel.tsx'
import { deviceText, isHandheld } from './device-text.ts'

export function SessionsView({ items, nowMs }: { items: Session[]; nowMs: number }) {
  const others = items.filter(({ isCurrent }) => !isCurrent).length
  return (
    <>
      <PageHeader title={m.account_sessions_title()} text={m.account_sessions_text()}>
        {others === 0 ? null : (
          <Form method="post">
            <SubmitButton look="secondary" name="intent" value="others">
              {m.account_sessions_end_others({ count: others })}
            </SubmitButton>
          </Form>
        )}
      </PageHeader>
      <ul className="divide-y divide-line rounded-plate border border-line bg-card">
        {items.map((session) => (
          <Device key={session.id} session={session} nowMs={nowMs} />
        ))}
      </ul>
    </>
  )
}

function Device({ session, nowMs }: { session: Session; nowMs: number }) {
  const { id, userAgent, ip, isCurrent, lastSeenAt, createdAt } = session
  const Icon = isHandheld(userAgent) ? Smartphone : Monitor
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-4 sm:px-5">
      <Icon className="size-6 shrink-0 text-soft" aria-hidden />
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          {deviceText(userAgent)}
          {isCurrent ? <Badge tone="good">{m.account_session_here()}</Badge> : null}
        </p>
        <p className="text-fine text-soft">
          <span title={momentText(lastSeenAt)}>{m.account_session_seen({ when: agoText(Date.parse(lastSeenAt), nowMs) })}</span>
          {' · '}
          {m.account_session_since({ day: dayText(createdAt) })}
          {ip === '' ? null : ` · ${ip}`}
        </p>
      </div>
      {isCurrent ? null : (
        <Form method="post">
          <input type="hidden" name="sessionId" value={id} />
          <SubmitButton look="quiet" isSmall name="intent" value="one">
            {m.account_session_end()}
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}
