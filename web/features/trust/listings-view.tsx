import { Form, Link } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import { CurrencyFilter, FILTER_BOX } from '#web/features/admin/filters.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Button, ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Search } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import type { ApiClient } from '#worker/client.ts'
import { ModerationFrame } from './moderation-frame.tsx'
import type { Queue } from './trust-words.ts'

type Listings = InferResponseType<ApiClient['api']['v1']['listings']['$get'], 200>
type Page = {
  list: Listings
  counts: Queue['counts'] | null
  words: string
  vendor: string
  result: SubmissionResult | undefined
}

/** Everything on sale, with its picture: what looks wrong is looked into, whether or not somebody reported it. */
export function ListingsView({ list, counts, words, vendor, result }: Page) {
  return (
    <ModerationFrame tab="listings" counts={counts}>
      <Form method="get" role="search" className="mb-5 flex flex-wrap items-end gap-3">
        {vendor === '' ? null : <input type="hidden" name="vendor" value={vendor} />}
        <label className="min-w-0 grow basis-64 text-fine font-semibold">
          {m.trust_listings_search()}
          <input key={words} name="q" type="search" defaultValue={words} maxLength={200} className={`mt-1 ${FILTER_BOX}`} />
        </label>
        <CurrencyFilter value={list.currency} isOne />
        <Button type="submit" look="secondary">
          <Search className="size-4" aria-hidden />
          {m.admin_find()}
        </Button>
        {words === '' && vendor === '' ? null : (
          <ButtonLink to="/admin/moderation/listings" look="quiet">
            {m.admin_clear()}
          </ButtonLink>
        )}
      </Form>
      {list.items.length === 0 ? (
        <Notice title={m.trust_listings_none_title()} text={m.trust_listings_none_text()} />
      ) : (
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {list.items.map((listing) => (
              <li key={listing.id} className="grid gap-x-5 gap-y-2 px-4 py-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <Listing listing={listing} />
                <LookInto listing={listing} result={result?.initialValue?.subjectId === listing.id ? result : undefined} />
              </li>
            ))}
          </ul>
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </ModerationFrame>
  )
}

type One = Listings['items'][number]

function Listing({ listing: { slug, title, image, vendor, category, priceMinor, currency } }: { listing: One }) {
  return (
    <div className="flex min-w-0 gap-4 text-small">
      {image === null ? (
        <span className="block size-16 shrink-0 rounded-plate bg-stone" aria-hidden="true" />
      ) : (
        <img
          src={`${image.url}?w=160`}
          alt=""
          loading="lazy"
          width={64}
          height={64}
          className="size-16 shrink-0 rounded-plate bg-stone object-cover"
        />
      )}
      <div className="min-w-0">
        <Link to={`/p/${slug}`} reloadDocument className="font-semibold wrap-anywhere hover:text-accent hover:underline">
          {title}
        </Link>
        <p className="text-fine text-soft">
          {vendor.name} · {category.name}
        </p>
        <p className="mt-0.5 tabular-nums">{moneyText({ amountMinor: priceMinor, currency })}</p>
      </div>
    </div>
  )
}

function LookInto({ listing: { id, title }, result }: { listing: One; result: SubmissionResult | undefined }) {
  const [error] = Object.values(result?.error ?? {}).flatMap((all) => all ?? [])
  return (
    <details open={error !== undefined} className="lg:text-end lg:open:text-start">
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-small font-semibold text-accent">
        {m.trust_look_into()}
        <span className="sr-only">: {title}</span>
      </summary>
      <Form method="post" className="mt-1 grid gap-3">
        <input type="hidden" name="subjectId" value={id} />
        <label className="text-fine font-semibold">
          {m.trust_look_into_why()}
          <input
            name="reason"
            required
            minLength={3}
            maxLength={500}
            defaultValue={String(result?.initialValue?.reason ?? '')}
            className={`mt-1 ${FILTER_BOX}`}
          />
        </label>
        {error === undefined ? null : (
          <p role="alert" className="text-fine font-medium text-bad">
            {error}
          </p>
        )}
        <SubmitButton look="secondary" isSmall pendingText={m.admin_deciding()}>
          {m.trust_look_into_open()}
        </SubmitButton>
      </Form>
    </details>
  )
}
