import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import type { Categories } from './channel-data.ts'
import { attributeEntry } from './read-mappings.ts'

export type CategoriesPage = {
  connection: { id: string; channel: ChannelKey; name: string }
  mapping: Categories
  /** The marketplace's categories, by id. */
  names: Record<string, string>
  canManage: boolean
  /** Where somebody came from who needs them, and goes on; empty if nobody did. */
  next: string
}

const BOX = 'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 py-2 text-small text-ink placeholder:text-soft'

/** Which category of the channel each of the marketplace's is, and what every listing in it says. */
export function CategoriesView({
  connection,
  mapping,
  names,
  canManage,
  next,
  result,
}: CategoriesPage & { result: SubmissionResult | undefined }) {
  const name = CHANNEL_NAMES[connection.channel]
  const { mappings, unmapped, fields } = mapping
  const none: (typeof mappings)[number]['attributes'] = {}
  const rows = [...mappings, ...unmapped.map((categoryId) => ({ categoryId, externalCategory: '', attributes: none }))].sort((a, b) =>
    (names[a.categoryId] ?? '').localeCompare(names[b.categoryId] ?? ''),
  )
  return (
    <>
      <PageHeader
        back={
          next === '' ? (
            <TextLink to={`/vendor/channels/${connection.id}`}>{connection.name}</TextLink>
          ) : (
            <TextLink to={next}>{m.channels_publish_title()}</TextLink>
          )
        }
        title={m.channels_categories_of({ channel: name })}
        text={`${m.channels_categories_text({ channel: name })} ${HINTS[connection.channel]()}`}
      />
      <Form method="post">
        <input type="hidden" name="next" value={next} />
        <div className="mb-4 empty:hidden">
          <FormErrors errors={result?.error?.[''] ?? undefined} />
        </div>
        <fieldset disabled={!canManage} className="grid gap-4">
          {rows.map(({ categoryId, externalCategory, attributes }) => (
            <Panel key={categoryId} title={names[categoryId] ?? categoryId}>
              <div className="grid gap-4 sm:grid-cols-2">
                <label className="block text-small font-semibold">
                  {m.channels_category_there({ channel: name })}
                  <input
                    name={`category.${categoryId}`}
                    defaultValue={externalCategory || (HAS_OWN_WORDS.includes(connection.channel) ? names[categoryId] : '')}
                    autoComplete="off"
                    className={`${BOX} mt-1.5 font-normal`}
                  />
                </label>
                {fields.map((field) => (
                  <label key={field.name} className="block text-small font-semibold">
                    <span className="flex items-baseline justify-between gap-3">
                      {asWords(field.name)}
                      {field.isRequired ? null : <span className="text-fine font-normal text-soft">{m.ui_optional()}</span>}
                    </span>
                    <input
                      name={`attribute.${categoryId}.${field.name}`}
                      defaultValue={attributeEntry(attributes[field.name])}
                      autoComplete="off"
                      className={`${BOX} mt-1.5 font-normal`}
                    />
                  </label>
                ))}
              </div>
            </Panel>
          ))}
          {fields.length === 0 ? null : <p className="text-fine text-soft">{m.channels_attribute_hint()}</p>}
          <div>
            <SubmitButton pendingText={m.channels_saving()}>{m.channels_save()}</SubmitButton>
          </div>
        </fieldset>
      </Form>
    </>
  )
}

/** What a category is there. */
const HINTS: Record<ChannelKey, () => string> = {
  amazon: m.channels_categories_amazon,
  shopify: m.channels_categories_shopify,
  bestbuy: m.channels_categories_bestbuy,
}
/** Channels that take a shop's own words, so that ours do until somebody chooses others. */
const HAS_OWN_WORDS: readonly ChannelKey[] = ['shopify']

/** A channel's name of a field, as words: `country_of_origin` is `Country of origin`. */
const asWords = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
