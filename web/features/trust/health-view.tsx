import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { dayText, decimalText, momentText, numberText, rateText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { componentText, gradeText, gradeTone, type Health } from './trust-words.ts'

type Part = Health['components'][number]

/** The store's own page about how it does: every figure with the thresholds it should stay within. */
export function HealthView({ health }: { health: Health }) {
  return (
    <>
      <PageHeader title={m.trust_health_title()} text={m.trust_health_text()} />
      <HealthPanel health={health} />
    </>
  )
}

/** The score, its parts and its trend; the marketplace's people see the same as the store. */
export function HealthPanel({ health, title }: { health: Health; title?: string }) {
  const { score, grade, change, components, trend, measuredAt } = health
  return (
    <Panel {...(title === undefined ? {} : { title })}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <p className="font-display text-[2.75rem] leading-none font-bold tracking-[-0.02em] tabular-nums">
          {score === null ? '–' : numberText(score)}
          {score === null ? null : <span className="text-title text-soft"> / 100</span>}
        </p>
        <div>
          <Badge tone={gradeTone(grade)}>{gradeText(grade)}</Badge>
          <p className="mt-1 text-fine text-soft">
            {score === null ? m.trust_health_too_few() : change === null ? m.trust_health_window() : changeText(change)}
          </p>
        </div>
        {trend.length < 2 ? null : <Trend trend={trend} />}
      </div>
      <ul className="mt-6 grid gap-5 sm:grid-cols-2">
        {components.map((part) => (
          <li key={part.component}>
            <Component part={part} />
          </li>
        ))}
      </ul>
      <p className="mt-5 text-fine text-soft">{m.trust_health_measured({ when: momentText(measuredAt) })}</p>
    </Panel>
  )
}

const changeText = (change: number): string =>
  change === 0
    ? m.trust_health_same()
    : change > 0
      ? m.trust_health_up({ points: numberText(change) })
      : m.trust_health_down({ points: numberText(-change) })

const valueText = ({ component }: Part, value: number): string =>
  component === 'rating' ? decimalText(value / 10_000, 1) : rateText(value)

function Component({ part }: { part: Part }) {
  const { component, value, sample, sampleMin, good, critical, score, grade } = part
  return (
    <div className="rounded-plate border border-line p-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-small font-semibold">{componentText(component)}</span>
        {value === null ? (
          <span className="text-fine text-soft">{m.trust_health_few({ have: numberText(sample), need: numberText(sampleMin) })}</span>
        ) : null}
        {value === null ? null : <Badge tone={gradeTone(grade)}>{gradeText(grade)}</Badge>}
      </p>
      {value === null ? null : (
        <p className="mt-1 font-display text-title font-bold tabular-nums">
          {valueText(part, value)}{' '}
          <span className="text-fine font-normal text-soft">{m.trust_health_of({ count: numberText(sample) })}</span>
        </p>
      )}
      <span className="mt-2 block h-1.5 overflow-hidden rounded-pill bg-stone" aria-hidden="true">
        <span
          className={`block h-full rounded-pill ${grade === 'good' ? 'bg-good' : grade === 'at_risk' ? 'bg-warn' : grade === 'critical' ? 'bg-bad' : 'bg-stone-deep'}`}
          style={{ width: `${score ?? 0}%` }}
        />
      </span>
      <p className="mt-2 text-fine text-soft">
        {component === 'rating'
          ? m.trust_health_bounds_up({ good: valueText(part, good), critical: valueText(part, critical) })
          : m.trust_health_bounds({ good: valueText(part, good), critical: valueText(part, critical) })}
      </p>
    </div>
  )
}

/** The score day by day, as a line; who cannot see it reads the first and the last. */
function Trend({ trend }: { trend: Health['trend'] }) {
  const first = trend[0]
  const last = trend.at(-1)
  if (!first || !last) return null
  const points = trend
    .map(({ score }, index) => `${((index * 160) / (trend.length - 1)).toFixed(1)},${(42 - (score * 40) / 100).toFixed(1)}`)
    .join(' ')
  const label = m.trust_health_trend({ from: numberText(first.score), day: dayText(first.day), to: numberText(last.score) })
  return (
    <svg viewBox="0 0 160 44" className="h-11 w-40 overflow-visible" role="img" aria-label={label}>
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
        className="text-accent"
      />
    </svg>
  )
}
