// HTML of the simulated servers: escaping, one page frame with the banner that says so, no script at all.

declare const safe: unique symbol;
/** Markup that was escaped where it had to be. */
export type Html = { readonly text: string; readonly [safe]?: true };
type Part = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (symbol) => ESCAPES[symbol] ?? symbol);

/** Tagged template: every value is escaped unless it is Html already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { text: strings.map((literal, index) => literal + (index < parts.length ? render(parts[index] ?? '') : '')).join('') };
}

function render(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'text' in part ? part.text : part.map(({ text }) => text).join('');
}

/** No script runs, nothing is loaded from elsewhere; only PDFs of the same server may be framed. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; object-src 'self'; base-uri 'none'; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

const STYLE = `:root{--ink:#1c2230;--red:#b3261e;--line:#e3e6ec;--soft:#f4f6f9;--blue:#0b5cad}*{box-sizing:border-box}
body{margin:0;background:#dfe4ea;color:var(--ink);font:16px/1.5 "Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.phone{max-width:480px;min-height:100vh;margin:0 auto;background:#fff;display:flex;flex-direction:column;box-shadow:0 0 32px #0002}
.wide{max-width:860px}.banner{background:repeating-linear-gradient(-45deg,#f9d34c 0 14px,#f3c51e 14px 28px);color:#3d2f00;font-weight:700;font-size:13px;text-align:center;padding:8px 12px}
.banner small{display:block;font-weight:500}header{background:linear-gradient(135deg,#b3261e,#8c1d18);color:#fff;padding:18px 20px}header h1{margin:0;font-size:20px}header p{margin:2px 0 0;opacity:.9;font-size:14px}
main{padding:20px;flex:1}h2{font-size:18px;margin:0 0 12px}label{display:block;font-weight:600;margin:14px 0 6px}input{width:100%;padding:12px;font:inherit;border:1px solid #aab3c2;border-radius:10px}
button,.button{display:block;width:100%;margin:18px 0 0;padding:13px;border:0;border-radius:10px;background:var(--red);color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button.second,button.second{background:#fff;color:var(--red);border:1px solid var(--red)}button:focus-visible,a:focus-visible,input:focus-visible{outline:3px solid #f3c51e;outline-offset:2px}
.list{list-style:none;margin:0;padding:0}.list a{display:block;padding:14px;border:1px solid var(--line);border-radius:12px;margin:0 0 12px;color:inherit;text-decoration:none}.list a:hover{background:var(--soft)}
.new{border-left:5px solid var(--red)!important}.new strong::after{content:"Mới";background:var(--red);color:#fff;border-radius:99px;font-size:12px;padding:1px 9px;margin-left:8px}
.meta{color:#566074;font-size:14px}.error{background:#fdecea;color:#7a1710;padding:12px;border-radius:10px}.note{background:var(--soft);padding:12px 14px;border-radius:10px;font-size:14px;margin:16px 0}
.pdf{width:100%;height:520px;border:1px solid var(--line);border-radius:10px;margin-top:16px}footer{padding:14px 20px;color:#566074;font-size:13px;border-top:1px solid var(--line)}a{color:var(--blue)}
table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:8px;border-bottom:1px solid var(--line);vertical-align:top}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);padding:14px;border-radius:10px}code{overflow-wrap:anywhere}`;

export function pageOf(about: { readonly title: string; readonly subtitle: string; readonly wide?: boolean }, body: Html): string {
  return `<!doctype html>${
    html`<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${about.title} – MÔ PHỎNG</title><style>${{ text: STYLE }}</style></head>
<body><div class="phone ${about.wide === true ? 'wide' : ''}"><div class="banner" role="note">HỆ THỐNG MÔ PHỎNG – SIMULATED<small>Không phải hệ thống của cơ quan nhà nước · Not a government system</small></div>
<header><h1>${about.title}</h1><p>${about.subtitle}</p></header><main>${body}</main><footer>Dữ liệu hư cấu, chỉ để trình diễn · Fictional data, for demonstration only</footer></div></body></html>`.text
  }`;
}
