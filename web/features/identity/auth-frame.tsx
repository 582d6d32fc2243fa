import type { ReactNode } from 'react'
import { Doorway } from './doorway.tsx'

/** Around every page where somebody proves who they are: one column of one thing to do, and a painted doorway beside it. */
export function AuthFrame({ title, text, children, foot }: { title: string; text?: ReactNode; children: ReactNode; foot?: ReactNode }) {
  return (
    <div className="measure grid gap-x-16 py-10 sm:py-16 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)_minmax(18rem,26rem)_minmax(0,1fr)]">
      <div className="mx-auto w-full max-w-[26rem] lg:col-start-2">
        <h1 className="text-section font-extrabold">{title}</h1>
        {text === undefined ? null : <div className="mt-3 text-soft">{text}</div>}
        <div className="mt-7">{children}</div>
        {foot === undefined ? null : <div className="mt-8 grid gap-2 border-t border-line pt-5 text-small text-soft">{foot}</div>}
      </div>
      <Doorway className="hidden h-full max-h-[34rem] min-h-[26rem] w-full overflow-hidden rounded-plate lg:block" />
    </div>
  )
}
