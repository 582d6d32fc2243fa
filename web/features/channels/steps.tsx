import { m } from '#messages'
import { Check } from '#web/ui/icons.ts'

export const SETUP_STEPS = ['connect', 'settings', 'import', 'matching'] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

/** Where one is on the way from an unconnected channel to one that sells. */
export function Steps({ current }: { current: SetupStep }) {
  const TEXTS: Record<SetupStep, string> = {
    connect: m.channels_step_connect(),
    settings: m.channels_step_settings(),
    import: m.channels_step_import(),
    matching: m.channels_step_matching(),
  }
  const at = SETUP_STEPS.indexOf(current)
  return (
    <ol aria-label={m.channels_steps()} className="mb-6 flex flex-wrap gap-x-6 gap-y-2 text-small">
      {SETUP_STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className={`flex items-center gap-2.5 ${index > at ? 'text-soft' : 'font-semibold'}`}
        >
          <span
            aria-hidden="true"
            className={`inline-flex size-6 shrink-0 items-center justify-center rounded-pill text-fine font-semibold tabular-nums ${index < at ? 'bg-good-tint text-good' : index === at ? 'bg-accent text-on-accent' : 'bg-stone text-ink'}`}
          >
            {index < at ? <Check className="size-3.5" /> : index + 1}
          </span>
          {TEXTS[step]}
        </li>
      ))}
    </ol>
  )
}
