import { m } from '#messages'
import { contrast } from '#web/ui/colour.ts'
import { CircleCheck, Wand } from '#web/ui/icons.ts'
import { type ShopTheme, TEXT_CONTRAST, themeTokens } from '#web/ui/theme-tokens.ts'

/** A shop in its colours, by day and in the dark, and what its colours had to become so that everybody can read it. */
export function ThemePreview({ theme, name, tagline }: { theme: ShopTheme; name: string; tagline: string }) {
  return (
    <div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Shop theme={theme} scheme="light" name={name} tagline={tagline} />
        <Shop theme={theme} scheme="dark" name={name} tagline={tagline} />
      </div>
      <ul className="mt-4 grid gap-2 text-small" aria-live="polite">
        <Verdict chosen={theme.primary} used={themeTokens(theme, 'light').accent} text={m.store_settings_verdict_links()} />
        <Verdict chosen={theme.primary} used={themeTokens(theme, 'light').shop} text={m.store_settings_verdict_ground()} />
        <Verdict chosen={theme.accent} used={themeTokens(theme, 'light').shopMark} text={m.store_settings_verdict_mark()} />
      </ul>
      <p className="mt-3 text-fine text-soft">{m.store_settings_contrast_why({ ratio: String(TEXT_CONTRAST) })}</p>
    </div>
  )
}

function Shop({ theme, scheme, name, tagline }: { theme: ShopTheme; scheme: 'light' | 'dark'; name: string; tagline: string }) {
  const tokens = themeTokens(theme, scheme)
  const ink = scheme === 'light' ? '#14182b' : '#eef0f6'
  return (
    <figure className="overflow-hidden rounded-plate border border-line">
      <div style={{ background: tokens.shop, color: tokens.onShop }} className="px-4 pt-6 pb-5">
        <p className="font-display text-section leading-none font-extrabold tracking-[-0.03em] break-words">{name}</p>
        <p style={{ color: tokens.shopMark }} className="mt-2 text-small font-medium">
          {tagline === '' ? m.store_settings_preview_tagline() : tagline}
        </p>
      </div>
      <div style={{ background: tokens.paper, color: ink }} className="grid gap-3 p-4 text-small">
        <div style={{ background: tokens.card }} className="rounded-plate p-3">
          <p className="font-semibold">{m.store_settings_preview_thing()}</p>
          <p>
            <span style={{ color: tokens.accent }} className="font-medium underline underline-offset-4">
              {m.store_settings_preview_link()}
            </span>
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <span style={{ background: tokens.accent, color: tokens.onAccent }} className="rounded-pill px-4 py-2 font-semibold">
            {m.store_settings_preview_button()}
          </span>
          <span style={{ background: tokens.tint, color: tokens.accent }} className="rounded-pill px-3 py-1 text-fine font-semibold">
            {m.store_settings_preview_badge()}
          </span>
        </div>
      </div>
      <figcaption className="border-t border-line bg-card px-4 py-2 text-fine text-soft">
        {scheme === 'light' ? m.store_settings_preview_light() : m.store_settings_preview_dark()}
      </figcaption>
    </figure>
  )
}

/** Says whether a colour is used as it was chosen, or what took its place and why. */
function Verdict({ chosen, used, text }: { chosen: string; used: string; text: string }) {
  const isKept = contrast(chosen, used) < 1.06
  const Icon = isKept ? CircleCheck : Wand
  return (
    <li className="flex items-center gap-2.5">
      <Icon className={`size-5 shrink-0 ${isKept ? 'text-good' : 'text-warn'}`} aria-hidden />
      <span className="size-4 shrink-0 rounded-pill border border-line" style={{ background: used }} aria-hidden="true" />
      <span>{isKept ? m.store_settings_verdict_kept({ what: text }) : m.store_settings_verdict_moved({ what: text, colour: used })}</span>
    </li>
  )
}
