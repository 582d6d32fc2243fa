import type { ReactNode } from 'react'

/** A part of the checkout, numbered as the steps of a stoa are: one after the other, all in sight. */
export function Step({
  id,
  number,
  title,
  action,
  children,
}: {
  id: string
  number: number
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4 border-t-3 border-stone-deep pt-4">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={`${id}-title`} tabIndex={-1} className="flex items-baseline gap-3 text-title outline-none">
          <span aria-hidden="true" className="font-display font-extrabold text-accent tabular-nums">
            {number}
          </span>
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
