/** Text that is safe to put into a page. Everything that is not already Html is escaped by `html`. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function safe(value: Html | readonly Html[] | string | number): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'string' || typeof value === 'number')
    return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  return value.map((part) => part.text).join('')
}

/** A template tag: what is put in is escaped, unless it is Html. */
export function html(parts: TemplateStringsArray, ...values: readonly (Html | readonly Html[] | string | number)[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? safe(values[index] ?? '') : '')).join(''))
}

const style = `
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.15rem;border-bottom:1px solid #d1d9e0;padding-bottom:.3rem;margin-top:2rem}h3{font-size:1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #eaeef2;vertical-align:top}
a{color:#0969da;text-decoration:none}a:hover{text-decoration:underline}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f8fa;border-radius:6px;padding:.75rem;font-size:13px}
.muted{color:#59636e}.success{color:#1a7f37}.failure,.cancelled,.timed_out{color:#d1242f}.open{color:#1a7f37}.merged{color:#8250df}.closed{color:#d1242f}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}pre{background:#161b22}a{color:#4493f8}td,th,h2{border-color:#30363d}}
`

export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html> `.text
}
