import { Form } from '@remix-run/react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { momentText } from '#web/ui/format.ts'
import { Facts } from '#web/ui/panel.tsx'
import { fieldText, type Standing } from './trust-words.ts'

/** Why the marketplace keeps a product from buyers, what to change, and the way to say that this is wrong. */
export function StandingPanel({ standing, productId }: { standing: Standing; productId: string }) {
  const { state, findings, decision, appeal, canAppeal, isLookedAt } = standing
  if (state === 'shown' && appeal === null) return null
  const TITLES: Record<Standing['state'], () => string> = {
    shown: m.trust_standing_restored,
    held: m.trust_standing_held,
    hidden: m.trust_standing_hidden,
    taken_down: m.trust_standing_taken_down,
  }
  const isBad = state === 'hidden' || state === 'taken_down'
  return (
    <section
      aria-labelledby="standing"
      className={`mb-5 rounded-plate border p-4 sm:p-5 ${isBad ? 'border-bad bg-bad-tint' : state === 'held' ? 'border-warn bg-warn-tint' : 'border-line bg-card'}`}
    >
      <h2 id="standing" className="text-title">
        {TITLES[state]()}
      </h2>
      {state === 'held' ? <p className="mt-1 max-w-prose text-small">{m.trust_standing_held_text()}</p> : null}
      {state === 'hidden' ? (
        <p className="mt-1 max-w-prose text-small">{isLookedAt ? m.trust_standing_rechecked() : m.trust_standing_hidden_text()}</p>
      ) : null}
      {state === 'taken_down' ? <p className="mt-1 max-w-prose text-small">{m.trust_standing_taken_down_text()}</p> : null}
      {findings.length === 0 ? null : (
        <ul className="mt-3 list-disc ps-5 text-small">
          {findings.map(({ field, match, note }) => (
            <li key={`${field} ${match}`}>
              {m.trust_finding({ field: fieldText(field), match })} {note}
            </li>
          ))}
        </ul>
      )}
      {decision === null ? null : (
        <div className="mt-4">
          <Facts
            items={[
              { name: m.trust_rule(), value: decision.rule },
              { name: m.trust_field(), value: fieldText(decision.field) },
              { name: m.trust_fix(), value: decision.fix },
              { name: m.trust_decided_on(), value: momentText(decision.at) },
            ]}
          />
        </div>
      )}
      {appeal === null ? null : (
        <p className="mt-4 text-small font-medium">
          {appeal.status === 'waiting'
            ? m.trust_appeal_waits({ when: momentText(appeal.dueAt) })
            : appeal.status === 'upheld'
              ? m.trust_appeal_upheld({ note: appeal.note })
              : m.trust_appeal_rejected({ note: appeal.note })}
        </p>
      )}
      {canAppeal ? (
        <details className="mt-4">
          <summary className="inline-flex min-h-9 cursor-pointer items-center text-small font-semibold">{m.trust_appeal()}</summary>
          <Form method="post" action={`/vendor/products/${productId}/appeal`} className="mt-3 grid max-w-prose gap-3">
            <label className="text-small font-semibold">
              {m.trust_appeal_label()}
              <textarea
                name="text"
                rows={4}
                minLength={10}
                maxLength={2000}
                required
                className="mt-1.5 w-full rounded-plate border border-stone-deep bg-card px-3.5 py-2 font-normal text-ink"
              />
            </label>
            <p className="text-fine">{m.trust_appeal_text()}</p>
            <div>
              <SubmitButton look="secondary" isSmall pendingText={m.trust_sending()}>
                {m.trust_appeal_send()}
              </SubmitButton>
            </div>
          </Form>
        </details>
      ) : null}
    </section>
  )
}
