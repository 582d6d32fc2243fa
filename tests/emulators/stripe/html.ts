/** Text made safe to stand in HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

const STYLE = `
:root{--primary:#0570de;--background:#ffffff;--text:#30313d;--secondary:#545969;--danger:#c0123c;--font:system-ui,sans-serif;--radius:6px;--size:16px;--line:#8a8fa3}
:root[data-theme=night]{--background:#1f2030;--text:#f3f4f8;--secondary:#c3c6d4;--danger:#ff8fa8;--primary:#85d996;--line:#8a8fa3}
*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--text);font:400 var(--size)/1.45 var(--font)}
main{padding:4px}
main.page{max-width:32rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.3rem;margin:0 0 .75rem}
label{display:block;font-size:.93em;margin:0 0 .3rem}
input,select{width:100%;font:inherit;color:inherit;background:var(--background);border:1px solid var(--line);border-radius:var(--radius);padding:.68rem .7rem;min-height:44px}
input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--primary);outline-offset:1px}
input[aria-invalid=true]{border-color:var(--danger);color:var(--danger)}
.field{margin:0 0 .7rem}
.error{color:var(--danger);font-size:.9em;margin:.25rem 0 0;min-height:0}
.row{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
.note{color:var(--secondary);font-size:.93em}
.actions{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.25rem}
button{font:600 1rem/1 var(--font);min-height:44px;padding:.7rem 1.1rem;border-radius:var(--radius);border:1px solid var(--line);background:var(--background);color:inherit;cursor:pointer}
button.primary{background:#0550ae;border-color:#0550ae;color:#fff}
`

/** A whole page of the emulator. `script` is a path on the emulator; nothing inline runs. */
export function renderPage(page: { title: string; body: string; script?: string; data?: string }): string {
  const script = page.script === undefined ? '' : `<script src="${escapeHtml(page.script)}" defer></script>`
  return `<!doctype html>
<html lang="en"${page.data ?? ''}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title><link rel="stylesheet" href="/elements/style.css">${script}</head>
<body>${page.body}</body></html>`
}

export const STYLE_SHEET = STYLE

/** Scripts and styles only from the emulator, no frames inside; `formTargets` are where its forms may lead. */
export function contentPolicy(formTargets: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action ${formTargets}; base-uri 'none'`
}
