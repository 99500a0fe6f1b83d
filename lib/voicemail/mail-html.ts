import type { MailView } from './mail';

/** The mail as HTML: one column, inline styles and tables only, since mail programs know little more. Every value is escaped. */
export function mailHtml(view: MailView): string {
  const rows = view.rows
    .map(
      row =>
        `<tr><td style="padding:4px 16px 4px 0;color:#5b6472;white-space:nowrap;vertical-align:top">${escapeHtml(row.label)}</td>` +
        `<td style="padding:4px 0;color:#16202c">${escapeHtml(row.value)}</td></tr>`,
    )
    .join('\n');
  const words = escapeHtml(view.words).replace(/\n/g, '<br>');
  const wordStyle = view.quoted
    ? 'border-left:3px solid #2f6fde;color:#16202c'
    : 'border-left:3px solid #c9d0da;color:#5b6472';
  return `<!doctype html>
<html lang="${escapeHtml(view.language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(view.title)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f2f4f7;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">
<table role="presentation" align="center" width="100%" style="max-width:560px;background:#ffffff;border-radius:8px;border-collapse:separate"><tr><td style="padding:28px 32px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;color:#16202c">${escapeHtml(view.title)}</h1>
<table role="presentation" style="border-collapse:collapse;margin-bottom:20px">
${rows}
</table>
<p style="margin:0 0 20px;padding:2px 0 2px 14px;${wordStyle}">${words}</p>
${listen(view)}
</td></tr></table>
</body>
</html>
`;
}

function listen(view: MailView): string {
  if (!view.link) return '<p style="margin:0;color:#5b6472">The recording is attached.</p>';
  return (
    `<p style="margin:0"><a href="${escapeHtml(view.link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#2f6fde;` +
    `color:#ffffff;text-decoration:none">Listen to the recording</a></p>\n` +
    `<p style="margin:10px 0 0;color:#5b6472">The link is good until ${escapeHtml(view.link.until)}.</p>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe inside HTML elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);
}
