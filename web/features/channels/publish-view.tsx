import { Form, useLocation } from '@remix-run/react'
import { m } from '#messages'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Connection, GridItem } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { VariantCell } from './listing-cell.tsx'

export type PublishPage = {
  items: GridItem[]
  /** Accounts whose channel lists what we send it. */
  accounts: Connection[]
  chosen: string
  canManage: boolean
}
/** What was refused, by variant. */
export type PublishResult = { connectionId: string; error: string; errors: Record<string, string[]>; needsCategories: boolean }

/** Sends products to a channel that does not show them yet. */
export function PublishView({ items, accounts, chosen, canManage, result }: PublishPage & { result: PublishResult | undefined }) {
  const back = <TextLink to="/vendor/channels/listings">{m.channels_all_listings()}</TextLink>
  const { pathname, search } = useLocation()
  const categories = (id: string) => `/vendor/channels/${id}/categories?${new URLSearchParams({ next: `${pathname}${search}` })}`
  const first = result?.connectionId ?? (accounts.some(({ id }) => id === chosen) ? chosen : accounts[0]?.id)
  if (items.length === 0 || accounts.length === 0 || !canManage)
    return (
      <>
        <PageHeader back={back} title={m.channels_publish_title()} />
        <Notice
          title={items.length === 0 ? m.channels_publish_none() : m.channels_publish_nowhere()}
          text={items.length === 0 ? m.channels_publish_none_text() : m.channels_publish_nowhere_text()}
          action={
            <ButtonLink to={items.length === 0 ? '/vendor/channels/listings?show=unlisted' : '/vendor/channels'}>
              {items.length === 0 ? m.channels_publish_choose() : m.channels_see_channels()}
            </ButtonLink>
          }
        />
      </>
    )
  return (
    <>
      <PageHeader back={back} title={m.channels_publish_title()} text={m.channels_publish_text()} />
      <Form method="post" className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-1 gap-5">
          <FormErrors errors={result === undefined ? undefined : [result.error]} />
          {result?.needsCategories ? (
            <p>
              <ButtonLink to={categories(result.connectionId)}>{m.channels_categories_name()}</ButtonLink>
            </p>
          ) : null}
          <Panel title={m.channels_publish_what({ count: items.length })} isFlush>
            <ul className="divide-y divide-line">
              {items.map((item) => (
                <li key={item.key} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-small sm:px-5">
                  <label className="flex min-w-0 grow cursor-pointer items-start gap-3">
                    <input
                      type="checkbox"
                      name="variant"
                      value={item.key}
                      defaultChecked
                      className="mt-0.5 size-5 shrink-0 accent-accent"
                    />
                    <span className="min-w-0 font-semibold">
                      <VariantCell item={item} />
                      {(result?.errors[item.key] ?? []).map((error) => (
                        <span key={error} className="block text-fine font-medium text-bad">
                          {error}
                        </span>
                      ))}
                    </span>
                  </label>
                  <span className="flex flex-wrap gap-1.5">
                    {accounts
                      .filter(({ id }) => item.listings.some(({ connectionId }) => connectionId === id))
                      .map(({ id, channel }) => (
                        <span key={id} className="inline-flex items-center gap-1.5 text-fine text-soft">
                          <ChannelMark channel={channel} size="tiny" />
                          {m.channels_publish_there()}
                        </span>
                      ))}
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <Panel title={m.channels_publish_where()}>
          <div className="grid grid-cols-1 gap-3">
            {accounts.map(({ id, channel, name }) => (
              <label
                key={id}
                className="flex cursor-pointer items-center gap-3 rounded-plate border border-stone-deep px-3.5 py-3 text-small has-checked:border-accent has-checked:bg-accent-tint"
              >
                <input type="radio" name="connection" value={id} defaultChecked={id === first} className="size-5 shrink-0 accent-accent" />
                <ChannelMark channel={channel} size="small" />
                <span className="min-w-0">
                  <span className="block font-semibold">{CHANNEL_NAMES[channel]}</span>
                  <span className="block truncate text-fine text-soft">{name}</span>
                </span>
              </label>
            ))}
          </div>
          <p className="mt-4 text-fine text-soft">{m.channels_publish_rules()}</p>
          {first === undefined ? null : (
            <p className="mt-2 text-small">
              <TextLink to={categories(first)}>{m.channels_categories()}</TextLink>
            </p>
          )}
          <div className="mt-5">
            <SubmitButton pendingText={m.channels_publishing()} className="w-full">
              {m.channels_publish()}
            </SubmitButton>
          </div>
        </Panel>
      </Form>
    </>
  )
}
