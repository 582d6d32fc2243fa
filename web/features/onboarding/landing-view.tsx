import { m } from '#messages'
import { Doorway } from '#web/features/identity/doorway.tsx'
import type { Selling } from '#web/server/selling.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

type Landing = { store: { name: string; isOpen: boolean } | null; next: string; isGuest: boolean; done: Selling['done'] | null }

/** Why and how to open a store, and where to go on for those who began. */
export function LandingView({ store, next, isGuest }: Landing) {
  return (
    <>
      <div className="bg-night text-[#eef0f6]">
        <div className="measure grid items-stretch gap-x-16 lg:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="py-14 sm:py-20">
            <h1 className="max-w-[14ch] text-hero font-extrabold">{m.store_sell_landing_title()}</h1>
            <p className="mt-6 max-w-[46ch] text-lead text-[#c3c9dc]">{m.store_sell_landing_text()}</p>
            <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-4">
              <StartLink store={store} next={next} />
              {isGuest ? (
                <a href="/login?next=%2Fsell%2Fstore" className="text-small font-medium underline underline-offset-4">
                  {m.store_sell_landing_log_in()}
                </a>
              ) : null}
            </div>
          </div>
          <Doorway className="hidden h-full min-h-[28rem] w-full lg:block" />
        </div>
      </div>
      <div className="measure py-14 sm:py-20">
        <h2 className="text-section font-extrabold">{m.store_sell_landing_how()}</h2>
        <ol className="mt-8 grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-4">
          <Step number={1} title={m.store_sell_step_store()} text={m.store_sell_landing_store()} />
          <Step number={2} title={m.store_sell_step_address()} text={m.store_sell_landing_address()} />
          <Step number={3} title={m.store_sell_step_payments()} text={m.store_sell_landing_payments()} />
          <Step number={4} title={m.store_sell_step_product()} text={m.store_sell_landing_product()} />
        </ol>
        <h2 className="mt-16 text-section font-extrabold">{m.store_sell_landing_terms()}</h2>
        <dl className="mt-6 grid max-w-5xl gap-x-10 gap-y-6 sm:grid-cols-3">
          <Term name={m.store_sell_term_cost()} text={m.store_sell_term_cost_text()} />
          <Term name={m.store_sell_term_money()} text={m.store_sell_term_money_text()} />
          <Term name={m.store_sell_term_own()} text={m.store_sell_term_own_text()} />
        </dl>
      </div>
    </>
  )
}

function StartLink({ store, next }: Pick<Landing, 'store' | 'next'>) {
  if (store === null) return <ButtonLink to={next}>{m.store_sell_landing_start()}</ButtonLink>
  return (
    <>
      <ButtonLink to={next}>{store.isOpen ? m.store_sell_to_portal() : m.store_sell_landing_go_on({ name: store.name })}</ButtonLink>
      <a href="/sell/store?new=1" className="text-small font-medium underline underline-offset-4">
        {m.store_sell_landing_another()}
      </a>
    </>
  )
}

function Step({ number, title, text }: { number: number; title: string; text: string }) {
  return (
    <li className="border-t-4 border-accent pt-4">
      <p aria-hidden="true" className="font-display text-section font-extrabold text-accent">
        {number}
      </p>
      <h3 className="mt-1 text-title">{title}</h3>
      <p className="mt-2 text-small text-soft">{text}</p>
    </li>
  )
}

const Term = ({ name, text }: { name: string; text: string }) => (
  <div>
    <dt className="font-semibold">{name}</dt>
    <dd className="mt-1 text-small text-soft">{text}</dd>
  </div>
)

/** After the last step: what happens now. */
export function DoneView({
  status,
  name,
  url,
  declinedReason,
  isMissing,
}: {
  status: string
  name: string
  url: string
  declinedReason: string | null
  isMissing: boolean
}) {
  const isOpen = status === 'active'
  return (
    <div className="grid justify-items-start gap-5">
      <div className={`rounded-plate px-5 py-4 ${isOpen ? 'bg-good-tint text-good' : 'bg-accent-tint text-ink'}`}>
        <p className="font-display text-title font-bold">
          {isOpen ? m.store_sell_open_title({ name }) : status === 'declined' ? m.store_sell_declined_title() : m.store_sell_review_title()}
        </p>
        <p className="mt-1 max-w-prose text-small">{isOpen ? m.store_sell_open_text() : (declinedReason ?? m.store_sell_review_text())}</p>
      </div>
      {isMissing ? <p className="text-small text-soft">{m.store_sell_done_missing()}</p> : null}
      <div className="flex flex-wrap gap-3">
        <ButtonLink to="/vendor" reloads>
          {m.store_sell_to_portal()}
        </ButtonLink>
        <ButtonLink to="/vendor/settings/look" look="secondary" reloads>
          {m.store_sell_to_look()}
        </ButtonLink>
      </div>
      {isOpen ? (
        <p className="text-small">
          <TextLink to={url} reloads>
            {url}
          </TextLink>
        </p>
      ) : null}
    </div>
  )
}
