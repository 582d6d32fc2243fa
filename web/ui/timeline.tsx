import type { ReactNode } from 'react'
import { momentText } from './format.ts'

export type TimelineStep = { key: string; title: string; text?: ReactNode; at: string | number | null; isDone: boolean }

/** What happened to a thing and what is still to come, oldest first. */
export function Timeline({ steps }: { steps: TimelineStep[] }) {
  return (
    <ol className="text-small">
      {steps.map(({ key, title, text, at, isDone }) => (
        <li key={key} className="relative border-s-2 border-line pb-5 ps-5 last:border-transparent last:pb-0">
          <span
            aria-hidden="true"
            className={`absolute -start-[7px] top-1.5 size-3 rounded-pill border-2 ${isDone ? 'border-accent bg-accent' : 'border-stone-deep bg-card'}`}
          />
          <p className={`font-semibold ${isDone ? '' : 'text-soft'}`}>{title}</p>
          {at === null ? null : <p className="text-fine text-soft">{momentText(at)}</p>}
          {text === undefined ? null : <div className="mt-1">{text}</div>}
        </li>
      ))}
    </ol>
  )
}
