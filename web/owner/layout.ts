// The frame of every page of the owner's portal.
import { inLanguage, type Language, type Text } from '../words/language.ts';
import { html, type Html } from './html.ts';

export type PageContext = { readonly language: Language; readonly path: string; readonly owner: { readonly name: string; readonly formToken: string } | null };

const WARNING: Text = [
  'Cảnh giác lừa đảo: cảnh sát giao thông không gọi điện, nhắn tin đòi chuyển tiền "phạt nguội". Thông báo không ghi số tiền phải nộp và không có số tài khoản. Tiền phạt chỉ nộp theo quyết định xử phạt, qua Kho bạc, ngân hàng hoặc Cổng Dịch vụ công quốc gia.',
  'Beware of fraud: traffic police never call or text to demand a "phạt nguội" payment. A notice names no amount and no bank account. A fine is paid only on a decision, at the Treasury, a bank or the National Public Service Portal.',
];

export function page(context: PageContext, title: Text, body: Html): string {
  const { language, owner } = context;
  const say = (text: Text): string => inLanguage(language, text);
  return `<!doctype html>${html`<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${say(title)} · ${say(['Cổng chủ phương tiện', 'Vehicle owners'])}</title><link rel="stylesheet" href="/kieu.css"></head><body>
<header class="bar"><a class="brand" href="/"><span class="lamp" aria-hidden="true"><i></i><i></i><i></i></span><span><b>${say(['Cổng chủ phương tiện', 'Vehicle owners’ portal'])}</b><small>${say(['Thông báo vi phạm giao thông', 'Traffic offence notices'])}</small></span></a>
<nav><a href="/xac-minh">${say(['Xác minh thông báo', 'Verify a notice'])}</a>${languageLink(context)}${owner === null ? null : html`<form method="post" action="/dang-xuat"><input type="hidden" name="ma_bieu_mau" value="${owner.formToken}"><span class="who" data-testid="owner-name">${owner.name}</span><button class="link" data-testid="owner-sign-out">${say(['Đăng xuất', 'Sign out'])}</button></form>`}</nav></header>
<main>${body}</main>
<footer><p class="warning" data-testid="fraud-warning"><b>!</b> ${say(WARNING)}</p></footer></body></html>`.markup}`;
}

function languageLink({ language, path }: PageContext): Html {
  const other = language === 'vi' ? 'en' : 'vi';
  return html`<a class="language" href="/ngon-ngu?l=${other}&amp;ve=${encodeURIComponent(path)}" data-testid="language">${other === 'en' ? 'English' : 'Tiếng Việt'}</a>`;
}
