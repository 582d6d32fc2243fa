import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import { ChannelMark } from './channel-mark.tsx'

/** Back from a channel without a connection: what happened, and what to do. */
export function CallbackView({ channel, code, detail }: { channel: ChannelKey; code: string; detail: string }) {
  const name = CHANNEL_NAMES[channel]
  const SAID: Record<string, { title: string; text: string }> = {
    authorization_over: { title: m.channels_back_over(), text: m.channels_back_over_text({ channel: name }) },
    channel_refused: { title: m.channels_back_refused({ channel: name }), text: m.channels_back_refused_text({ channel: name }) },
    channel_account_taken: { title: m.channels_back_taken(), text: m.channels_account_taken() },
    not_allowed: { title: m.channels_not_yours_title(), text: m.channels_read_only() },
  }
  const { title, text } = SAID[code] ?? {
    title: m.channels_back_failed({ channel: name }),
    text: detail === '' ? m.channels_away() : detail,
  }
  return (
    <>
      <PageHeader back={<TextLink to="/vendor/channels">{m.channels_back()}</TextLink>} title={m.channels_connect({ channel: name })} />
      <div className="max-w-2xl">
        <Panel>
          <div className="flex items-start gap-4">
            <ChannelMark channel={channel} />
            <div className="min-w-0">
              <h2 className="text-title">{title}</h2>
              <p className="mt-1.5 text-small text-soft">{text}</p>
              <p className="mt-5 flex flex-wrap gap-2">
                {code === 'plan_limit_reached' ? (
                  <ButtonLink to="/vendor/settings/plan">{m.ui_see_plans()}</ButtonLink>
                ) : (
                  <ButtonLink to={`/vendor/channels/connect/${channel}`}>{m.channels_start_again()}</ButtonLink>
                )}
                <ButtonLink to="/vendor/channels" look="quiet">
                  {m.channels_see_channels()}
                </ButtonLink>
              </p>
            </div>
          </div>
        </Panel>
      </div>
    </>
  )
}
