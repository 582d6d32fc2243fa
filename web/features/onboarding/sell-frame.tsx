import { Link, useRevalidator } from '@remix-run/react'
import { type ReactNode, useEffect } from 'react'
import { m } from '#messages'
import type { Selling, StepName, Store } from '#web/server/selling.ts'
import { Check, LoaderCircle } from '#web/ui/icons.ts'
import { TextLink } from '#web/ui/text-link.tsx'

const steps = (): { name: StepName; text: string }[] => [
  { name: 'store', text: m.store_sell_step_store() },
  { name: 'address', text: m.store_sell_step_address() },
  { name: 'payments', text: m.store_sell_step_payments() },
  { name: 'first-product', text: m.store_sell_step_product() },
]

type Frame = { selling: Pick<Selling, 'done' | 'store'>; current: StepName | null; title: string; text: ReactNode; children: ReactNode }

/** Around every step of opening a store: how far one has come, each step a link, and what is being set up meanwhile. */
export function SellFrame({ selling, current, title, text, children }: Frame) {
  const all = steps()
  const doneCount = all.filter(({ name }) => selling.done[name]).length
  return (
    <div className="measure grid gap-x-14 gap-y-8 py-8 sm:py-12 lg:grid-cols-[15rem_minmax(0,40rem)]">
      <nav aria-label={m.store_sell_steps()} className="lg:pt-2">
        <p className="text-small font-semibold">{m.store_sell_done_of({ done: doneCount, all: all.length })}</p>
        <div
          className="mt-2 h-1.5 overflow-hidden rounded-pill bg-stone"
          role="progressbar"
          aria-valuenow={doneCount}
          aria-valuemin={0}
          aria-valuemax={all.length}
          aria-label={m.store_sell_steps()}
        >
          <div className="h-full rounded-pill bg-accent" style={{ width: `${(doneCount / all.length) * 100}%` }} />
        </div>
        <ol className="mt-4 grid grid-cols-2 gap-1 lg:grid-cols-1">
          {all.map(({ name, text: label }, index) => (
            <li key={name}>
              <StepLink
                to={`/sell/${name}`}
                isDone={selling.done[name]}
                isCurrent={name === current}
                isOpen={index === 0 || selling.done.store}
                number={index + 1}
              >
                {label}
              </StepLink>
            </li>
          ))}
        </ol>
        {selling.store === null ? null : <SettingUp store={selling.store} />}
      </nav>
      <div className="min-w-0">
        <h1 className="text-section font-extrabold">{title}</h1>
        <div className="mt-3 max-w-prose text-soft">{text}</div>
        <div className="mt-7">{children}</div>
      </div>
    </div>
  )
}

function StepLink({
  to,
  isDone,
  isCurrent,
  isOpen,
  number,
  children,
}: {
  to: string
  isDone: boolean
  isCurrent: boolean
  isOpen: boolean
  number: number
  children: string
}) {
  const look = 'flex min-h-11 items-center gap-3 rounded-plate px-2 text-small'
  const mark = (
    <span
      aria-hidden="true"
      className={`grid size-7 shrink-0 place-items-center rounded-pill text-fine font-bold ${isDone ? 'bg-good-tint text-good' : isCurrent ? 'bg-accent text-on-accent' : 'bg-stone text-soft'}`}
    >
      {isDone ? <Check className="size-4" /> : number}
    </span>
  )
  if (!isOpen) {
    return (
      <span className={`${look} text-soft`}>
        {mark}
        {children}
      </span>
    )
  }
  return (
    <Link to={to} aria-current={isCurrent ? 'step' : undefined} className={`${look} hover:bg-stone aria-[current]:font-semibold`}>
      {mark}
      {children}
      {isDone ? <span className="sr-only">{m.store_sell_step_done()}</span> : null}
    </Link>
  )
}

const LOOK_AGAIN_MS = 1500
const MADE = ['none', 'database', 'migrated', 'seeded', 'ready'] as const

/** What the marketplace is doing for the store, as it is: looked at again until it is done. */
function SettingUp({ store }: { store: Store }) {
  const { revalidate } = useRevalidator()
  const isReady = store.provisioned === 'ready'
  useEffect(() => {
    if (isReady) return
    const timer = setInterval(revalidate, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isReady, revalidate])
  const reached = MADE.indexOf(store.provisioned)
  const texts = [m.store_sell_setup_database(), m.store_sell_setup_tables(), m.store_sell_setup_defaults(), m.store_sell_setup_open()]
  return (
    <div role="status" className="mt-5 rounded-plate border border-line bg-card p-4 text-fine">
      <p className="font-semibold">
        {isReady ? m.store_sell_setup_done({ name: store.name }) : m.store_sell_setup_title({ name: store.name })}
      </p>
      {isReady ? null : (
        <>
          <ul className="mt-2 grid gap-1 text-soft">
            {texts.map((text, index) => (
              <li key={text} className="flex items-center gap-2">
                {index < reached ? (
                  <Check className="size-4 text-good" aria-hidden />
                ) : (
                  <LoaderCircle className={`size-4 ${index === reached ? 'motion-safe:animate-spin' : 'opacity-40'}`} aria-hidden />
                )}
                {text}
              </li>
            ))}
          </ul>
          <p className="mt-2 hidden noscript:block">
            <TextLink to="">{m.store_sell_setup_look()}</TextLink>
          </p>
        </>
      )}
    </div>
  )
}
