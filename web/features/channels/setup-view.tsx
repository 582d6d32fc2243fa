import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { numberText } from '#web/ui/format.ts'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Connection, Run } from './channel-data.ts'
import { RunProgress } from './run-progress.tsx'
import { SettingsForm } from './settings-form.tsx'
import { type SetupStep, Steps } from './steps.tsx'

export type SetupPage = {
  connection: Connection
  step: Exclude<SetupStep, 'connect'>
  currency: Currency
  example: { title: string; priceMinor: number; available: number } | null
  /** The newest import, if there was one. */
  run: Run | null
  canManage: boolean
  nowMs: number
}

/** What follows connecting: what the channel shows, its listings, and which products they are. */
export function SetupView(page: SetupPage & { result: SubmissionResult | undefined }) {
  const { connection, step } = page
  const name = CHANNEL_NAMES[connection.channel]
  const TITLES = { settings: m.channels_setup_settings, import: m.channels_setup_import, matching: m.channels_setup_matching }
  return (
    <>
      <PageHeader
        back={<TextLink to={`/vendor/channels/${connection.id}`}>{connection.name}</TextLink>}
        title={TITLES[step]({ channel: name })}
      />
      <Steps current={step} />
      {step === 'settings' ? <Settings {...page} /> : step === 'import' ? <Import {...page} /> : <Matching {...page} />}
    </>
  )
}

function Settings({ connection, currency, example, canManage, result }: SetupPage & { result: SubmissionResult | undefined }) {
  return (
    <div className="max-w-3xl">
      <Panel title={m.channels_settings_title()}>
        <p className="mb-5 max-w-prose text-small text-soft">{m.channels_setup_settings_text()}</p>
        <SettingsForm
          settings={connection.settings}
          choices={connection.choices}
          currency={currency}
          example={example}
          canManage={canManage}
          submitText={m.channels_setup_next_import()}
          result={result}
          version={connection.version}
        />
      </Panel>
    </div>
  )
}

function Import({ connection, run, canManage, nowMs, result }: SetupPage & { result: SubmissionResult | undefined }) {
  const here = `/vendor/channels/${connection.id}/setup?step=import`
  const channel = CHANNEL_NAMES[connection.channel]
  return (
    <div className="max-w-3xl">
      <Panel title={m.channels_import_title({ channel })}>
        <FormErrors errors={result?.error?.[''] ?? undefined} />
        {run === null ? (
          <>
            <p className="mb-5 max-w-prose text-small text-soft">{m.channels_import_text({ channel })}</p>
            <ImportButton canManage={canManage} text={m.channels_import_start()} />
          </>
        ) : (
          <>
            <RunProgress run={run} here={here} nowMs={nowMs} />
            <div className="mt-5 text-small">
              {run.status === 'running' ? (
                <p className="text-soft">{m.channels_import_leave()}</p>
              ) : run.status === 'failed' ? (
                <>
                  <p className="mb-4">{run.error?.detail ?? m.channels_import_failed()}</p>
                  <ImportButton canManage={canManage} text={m.channels_import_again()} />
                </>
              ) : (
                <div className="flex flex-wrap items-center gap-3">
                  <ButtonLink to={`/vendor/channels/${connection.id}/setup?step=matching`}>{m.channels_setup_next_matching()}</ButtonLink>
                  <ImportButton canManage={canManage} text={m.channels_import_again()} isSecond />
                </div>
              )}
            </div>
          </>
        )}
      </Panel>
    </div>
  )
}

function ImportButton({ canManage, text, isSecond = false }: { canManage: boolean; text: string; isSecond?: boolean }) {
  if (!canManage) return null
  return (
    <Form method="post">
      <SubmitButton name="intent" value="import" look={isSecond ? 'quiet' : 'primary'} pendingText={m.channels_import_starting()}>
        {text}
      </SubmitButton>
    </Form>
  )
}

function Matching({ connection, canManage }: SetupPage) {
  const list = `/vendor/channels/listings?connection=${connection.id}`
  const { listings, unmatched, issues } = connection.counts
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure name={m.channels_figure_listings()} value={numberText(listings)} />
        <Figure name={m.channels_figure_matched()} value={numberText(listings - unmatched)} />
        <Figure name={m.channels_not_matched()} value={numberText(unmatched)} />
        <Figure name={m.channels_show_issues()} value={numberText(issues)} />
      </div>
      <div className="mt-5 max-w-3xl">
        <Panel>
          <p className="max-w-prose text-small">
            {unmatched === 0 ? m.channels_matching_all() : m.channels_matching_some({ count: unmatched })}
          </p>
          <div className="mt-4 flex flex-wrap gap-2">
            {unmatched === 0 ? null : <ButtonLink to={`${list}&show=unmatched`}>{m.channels_matching_choose()}</ButtonLink>}
            {canManage ? (
              <Form method="post">
                <SubmitButton name="intent" value="match" look="secondary" pendingText={m.channels_matching_now()}>
                  {m.channels_matching_again()}
                </SubmitButton>
              </Form>
            ) : null}
            <ButtonLink to={`/vendor/channels/${connection.id}`} look={unmatched === 0 ? 'primary' : 'quiet'}>
              {m.channels_setup_finish()}
            </ButtonLink>
          </div>
        </Panel>
      </div>
    </>
  )
}
