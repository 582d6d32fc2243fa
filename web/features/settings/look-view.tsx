import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Store } from '#web/server/selling.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FieldFrame, FormErrors } from '#web/ui/field.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { PictureEntry } from '#web/ui/picture-entry.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { LookForm } from './settings-forms.ts'
import { ReadOnly } from './settings-frame.tsx'
import { ThemePreview } from './theme-preview.tsx'

type Props = { store: Store; isReadOnly: boolean; said: { intent: string; result: SubmissionResult } | undefined; logoError: string | null }

/** Colours with a preview of what buyers will see, and the logo. */
export function LookView({ store, isReadOnly, said, logoError }: Props) {
  const { theme, version } = store
  const [form, fields] = useForm<Record<string, string>>({
    id: `look-${version}`,
    lastResult: said?.result,
    defaultValue: { primary: theme.primary, accent: theme.accent },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: LookForm }) as never,
    shouldRevalidate: 'onInput',
  })
  const field = (key: string) => fields[key] as FieldMetadata<string>
  const chosen = (key: 'primary' | 'accent') => {
    const value = field(key).value ?? ''
    return /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : theme[key]
  }
  return (
    <div className="grid gap-5">
      <ReadOnly isReadOnly={isReadOnly} />
      <Panel title={m.store_settings_colours()}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[16rem_minmax(0,1fr)]">
          <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate}>
            <UnsavedGuard isDirty={form.dirty} />
            <fieldset disabled={isReadOnly} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
              <FormErrors id={form.errorId} errors={form.errors} />
              <input type="hidden" name="version" value={version} />
              <Colour field={field('primary')} label={m.store_settings_primary()} hint={m.store_settings_primary_why()} />
              <Colour field={field('accent')} label={m.store_settings_accent()} hint={m.store_settings_accent_why()} />
              <div>
                <SubmitButton name="intent" value="colours" pendingText={m.account_saving()}>
                  {m.store_settings_colours_save()}
                </SubmitButton>
              </div>
            </fieldset>
          </Form>
          <ThemePreview theme={{ primary: chosen('primary'), accent: chosen('accent') }} name={store.name} tagline={store.tagline} />
        </div>
      </Panel>
      <Panel title={m.store_settings_logo()}>
        <Logo store={store} isReadOnly={isReadOnly} error={logoError} />
      </Panel>
    </div>
  )
}

function Colour({ field, label, hint }: { field: FieldMetadata<string>; label: string; hint: string }) {
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <span className="flex items-center gap-3">
        <input
          key={field.key}
          id={field.id}
          name={field.name}
          type="color"
          defaultValue={field.initialValue}
          aria-describedby={`${field.descriptionId} ${field.errorId}`}
          className="h-12 w-20 cursor-pointer rounded-plate border border-stone-deep bg-card p-1"
        />
        <code className="text-small">{field.value ?? field.initialValue}</code>
      </span>
    </FieldFrame>
  )
}

function Logo({ store, isReadOnly, error }: { store: Store; isReadOnly: boolean; error: string | null }) {
  return (
    <div className="max-w-xl">
      <Form method="post" encType="multipart/form-data">
        <fieldset disabled={isReadOnly} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <FormErrors errors={error === null ? undefined : [error]} />
          <PictureEntry
            key={store.logo?.url ?? 'none'}
            name="logo"
            label={m.store_settings_logo_label()}
            hint={m.store_settings_logo_why()}
            shown={store.logo === null ? null : `${store.logo.url}?w=320`}
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton name="intent" value="logo" look="secondary" pendingText={m.account_saving()}>
              {m.store_settings_logo_save()}
            </SubmitButton>
            {store.logo === null ? null : (
              <SubmitButton name="intent" value="logo-remove" look="quiet">
                {m.store_settings_logo_remove()}
              </SubmitButton>
            )}
          </div>
        </fieldset>
      </Form>
    </div>
  )
}
